/// <reference lib="es2024.arraybuffer" />
/**
 * Gives the memory of a buffer back at once; the buffer is empty afterwards. Left to the garbage collector, frames pile up to hundreds of
 * megabytes, each in memory that was never touched before, and that costs more than drawing them.
 */
export function giveBack({ buffer, byteLength }: Buffer): void {
  const isAlone = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  if (isAlone) buffer.transfer(0);
}
