/**
 * The CRCs that S3 takes and zlib lacks: CRC-32C (Castagnoli) and CRC-64/NVME. Both reflected, all ones before and
 * after. Source: the CRC catalogue, "CRC-32/ISCSI" and "CRC-64/NVME"; check values of "123456789" stand in the test.
 */
const castagnoli = 0x82f63b78;
/** Halves of 0x9a6c9329ac4bc9b5. */
const nvmeHigh = 0x9a6c9329;
const nvmeLow = 0xac4bc9b5;

const table32 = makeTable32();
const table64 = makeTable64();

/** @param crc what the bytes before gave; 0 at the start. */
export function crc32c(bytes: Uint8Array, crc = 0): number {
  let state = ~crc;
  for (const byte of bytes) state = (table32[(state ^ byte) & 255] as number) ^ (state >>> 8);
  return ~state >>> 0;
}

export class Crc64Nvme {
  #high = -1;
  #low = -1;

  update(bytes: Uint8Array): void {
    let high = this.#high;
    let low = this.#low;
    for (const byte of bytes) {
      const at = ((low ^ byte) & 255) * 2;
      low = ((low >>> 8) | (high << 24)) ^ (table64[at + 1] as number);
      high = (high >>> 8) ^ (table64[at] as number);
    }
    this.#high = high;
    this.#low = low;
  }

  digest(): Buffer {
    const out = Buffer.alloc(8);
    out.writeUInt32BE(~this.#high >>> 0, 0);
    out.writeUInt32BE(~this.#low >>> 0, 4);
    return out;
  }
}

function makeTable32(): Int32Array {
  return Int32Array.from({ length: 256 }, (_, index) => {
    let crc = index;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ castagnoli : crc >>> 1;
    return crc;
  });
}

/** High and low half of each entry, side by side. */
function makeTable64(): Int32Array {
  const table = new Int32Array(512);
  for (let index = 0; index < 256; index += 1) {
    let high = 0;
    let low = index;
    for (let bit = 0; bit < 8; bit += 1) {
      const isOdd = (low & 1) === 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (isOdd) [high, low] = [high ^ nvmeHigh, low ^ nvmeLow];
    }
    table[index * 2] = high;
    table[index * 2 + 1] = low;
  }
  return table;
}
