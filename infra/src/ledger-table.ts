/**
 * The shape of the ledger's table as infrastructure makes it. Infrastructure does not import the ledger, so a test in `tests/infra`
 * holds this against `createLedgerTableInput`.
 */
export interface LedgerIndex {
  name: string;
  hashKey: string;
  rangeKey: string;
  /** Attributes in the index beside the keys. */
  projected: readonly string[];
}

export const ledgerTable = {
  hashKey: 'pk',
  rangeKey: 'sk',
  ttl: 'ttl',
  indexes: [
    index('emit', ['tenant', 'job', 'n', 'lane', 'emitSeq', 'notBefore', 'id', 'duty', 'deadlineAt']),
    index('waiting', [
      'tenant',
      'job',
      'n',
      'state',
      'enqueuedAt',
      'notBefore',
      'deadlineAt',
      'frames',
      'pixels',
      'engine',
      'emittedAt',
      'emitSeq',
    ]),
    index('leased', ['tenant', 'job', 'n', 'epoch', 'beat', 'owner', 'lane']),
    index('dispatch', ['tenant', 'job', 'seq']),
  ],
} as const satisfies { hashKey: string; rangeKey: string; ttl: string; indexes: readonly LedgerIndex[] };

function index(name: string, projected: readonly string[]): LedgerIndex {
  return { name, hashKey: `${name}Pk`, rangeKey: `${name}Sk`, projected };
}
