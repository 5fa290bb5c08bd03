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
];

/** @returns case name → why, for one service. */
export function differencesOf(service: MotoDifference['service']): Map<string, string> {
  return new Map(motoDifferences.filter((one) => one.service === service).map((one) => [one.case, one.why]));
}
