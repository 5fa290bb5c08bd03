/** One class of fault for the whole farm. Expected outcomes are return values; a FarmError is for what could not be done. */
export const FARM_ERROR_CODES = [
  'ledger-unavailable',
  'ledger-throttled',
  'queue-unavailable',
  'storage-unavailable',
  'capacity-unavailable',
  'ssm-unavailable',
  'metadata-unavailable',
  'engine-unusable',
  'config-invalid',
  'bundle-failed',
  'internal',
] as const;
export type FarmErrorCode = (typeof FARM_ERROR_CODES)[number];

export class FarmError extends Error {
  readonly code: FarmErrorCode;
  constructor(code: FarmErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'FarmError';
    this.code = code;
  }
}

export function isFarmError(error: unknown): error is FarmError {
  return error instanceof FarmError;
}
