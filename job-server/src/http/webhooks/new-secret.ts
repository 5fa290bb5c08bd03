/** A secret as Standard Webhooks wants it: 24 to 64 random bytes in base64 behind `whsec_`. */
import { randomBytes } from 'node:crypto';

const BYTES = 32;

export const newSecret = (): string => `whsec_${randomBytes(BYTES).toString('base64')}`;
