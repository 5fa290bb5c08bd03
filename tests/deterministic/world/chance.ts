/** One stream of chance for each purpose: what one part of the farm draws does not move what another draws. */
import { Dice } from '../../../packages/ledger/src/conformance/dice.ts';

export { Dice };

export const diceOf = (seed: number, purpose: string): Dice => new Dice(mix(`${seed}/${purpose}`));

/** FNV-1a with a final mix: neighboring seeds have nothing in common. */
function mix(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** From the first up to and with the last. */
export const between = (dice: Dice, first: number, last: number): number => first + dice.below(last - first + 1);

export const bytesOf = (dice: Dice): Uint8Array => Uint8Array.from({ length: 16 }, () => dice.below(256));
