/**
 * Where moto server is known to differ from what the conformance suites state. A listed case must fail against moto:
 * when moto learns it, the run fails until the line is taken off.
 */
export interface MotoDifference {
  service: 'dynamodb' | 'sqs' | 's3' | 'monitoring';
  /** Name of the case in the suite. */
  case: string;
  why: string;
}

export const motoDifferences: readonly MotoDifference[] = [
  {
    service: 'dynamodb',
    case: 'time to live is switched on once and described',
    why: 'moto lets time to live be enabled again',
  },
  {
    service: 'dynamodb',
    case: 'numbers come back in plain canonical form, 38 digits exact',
    why: 'moto keeps the text of a number as sent',
  },
  {
    service: 'dynamodb',
    case: 'what is no number, or too long a number, is refused',
    why: 'moto takes more than 38 digits',
  },
  {
    service: 'dynamodb',
    case: 'a projection returns only the paths that it names',
    why: 'moto overlooks a name reference that is followed by a list position',
  },
  {
    service: 'dynamodb',
    case: 'a key of the wrong type, too little or too much of a key is refused',
    why: 'moto reads with a key of the wrong type',
  },
  {
    service: 'dynamodb',
    case: 'an empty key is refused, in the table and in an index',
    why: 'moto words the refusal as AWS did before 2020',
  },
  {
    service: 'dynamodb',
    case: 'an index key of another type is refused',
    why: 'moto does not check the type of index keys',
  },
  { service: 'dynamodb', case: 'empty and repeating sets are refused', why: 'moto takes a set with duplicates' },
  {
    service: 'dynamodb',
    case: 'values of different types are neither equal nor ordered',
    why: 'moto orders a number and a string',
  },
  {
    service: 'dynamodb',
    case: 'undefined and unused names and values are refused',
    why: 'moto answers 500 to an undefined value',
  },
  { service: 'dynamodb', case: 'broken syntax is refused', why: 'moto answers 500 to a condition that ends early' },
  {
    service: 'dynamodb',
    case: 'arithmetic on what is no number is refused',
    why: 'moto words it as if the operand were a literal',
  },
  { service: 'dynamodb', case: 'a key in the filter of a query is refused', why: 'moto filters by keys, too' },
  { service: 'dynamodb', case: 'an unknown index is refused', why: 'moto answers ResourceNotFoundException' },
  {
    service: 'dynamodb',
    case: 'a batch with the same key twice, or with too many, is refused',
    why: 'moto takes more than 25 writes',
  },
  {
    service: 'dynamodb',
    case: 'a repeated token acts once, and refuses other content',
    why: 'moto ignores the client token',
  },
  {
    service: 'dynamodb',
    case: 'items are read together, missing ones as nothing',
    why: 'moto ignores the projection of a transactional read',
  },
  {
    service: 'sqs',
    case: 'keeps changed attributes and refuses those that mean nothing',
    why: 'moto keeps attributes that SQS does not know',
  },
  {
    service: 'sqs',
    case: 'refuses an attribute out of its range',
    why: 'moto does not check the range of a visibility timeout',
  },
  {
    service: 'sqs',
    case: 'without a body, or with characters XML cannot hold, is refused',
    why: 'moto takes an empty body',
  },
  {
    service: 'sqs',
    case: 'that went away while waiting takes no message with it',
    why: 'moto gives the message to the receiver that has gone',
  },
  { service: 'sqs', case: 'says which queue gave a message up', why: 'moto does not tell the source of a dead letter' },
  {
    service: 'sqs',
    case: 'is moved back to its sources by a move task',
    why: 'moto finds no source without an explicit destination',
  },
  { service: 's3', case: 'is refused when its key is longer than 1024 bytes', why: 'moto counts characters' },
  {
    service: 's3',
    case: 'can override the headers of the reply',
    why: 'moto ignores overrides of a call signed by header',
  },
  { service: 's3', case: 'that does not fit the bytes refuses them', why: 'moto does not verify checksums' },
  { service: 's3', case: 'of the first version pages by marker', why: 'moto does not count common prefixes' },
  {
    service: 's3',
    case: 'takes no more parts once it is complete',
    why: 'moto answers 500 for an upload it does not know',
  },
  { service: 's3', case: 'is refused with parts out of order', why: 'moto looks at the size of the parts first' },
  { service: 's3', case: 'does not write with other headers than were signed', why: 'moto does not verify signatures' },
  { service: 's3', case: 'is good for its own key and method alone', why: 'moto does not verify signatures' },
  { service: 's3', case: 'ends when it says', why: 'moto does not let URLs expire' },
  {
    service: 's3',
    case: 'is needed: without any signature nothing is shown',
    why: 'moto refuses anonymous calls without an error document',
  },
  { service: 'monitoring', case: 'sums up each period', why: 'moto begins periods at the first sample' },
  { service: 'monitoring', case: 'takes a compressed body', why: 'moto does not undo gzip' },
  {
    service: 'monitoring',
    case: 'keeps metrics of other dimensions apart, whatever their order',
    why: 'moto adds up over dimensions that were not asked for',
  },
  { service: 'monitoring', case: 'computes with series', why: 'moto evaluates no expressions' },
  { service: 'monitoring', case: 'refuses what it cannot place', why: 'moto takes metrics in reserved namespaces' },
];

/** @returns case name → why, for one service. */
export function differencesOf(service: MotoDifference['service']): Map<string, string> {
  return new Map(motoDifferences.filter((one) => one.service === service).map((one) => [one.case, one.why]));
}
