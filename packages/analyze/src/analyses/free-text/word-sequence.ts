/**
 * The words of many texts by their numbers, in their order. Words that come early are mostly frequent ones and have small numbers, which
 * take one byte: 60 million words fit into 60 to 100 MB.
 */
export interface WordSequence {
  /** The numbers, some at a time; from the second time on, the first `overlap` of them are the last ones of the time before. */
  windows(overlap: number): Iterable<Uint32Array>;
}

const blockBytes = 1 << 20;
const windowWords = 1 << 16;
/** Bytes of the largest number: seven bits each. */
const longestBytes = 5;

export function createWordSequence(): WordSequence & { add(number: number): void } {
  const full: Uint8Array[] = [];
  let block = new Uint8Array(1 << 10);
  let length = 0;
  const makeRoom = (): void => {
    if (block.length === blockBytes) {
      full.push(block.subarray(0, length));
      block = new Uint8Array(blockBytes);
      length = 0;
    } else {
      const grown = new Uint8Array(block.length * 2);
      grown.set(block);
      block = grown;
    }
  };
  return {
    add: (number) => {
      if (length + longestBytes > block.length) makeRoom();
      let rest = number;
      while (rest > 0x7f) {
        block[length] = (rest & 0x7f) | 0x80;
        length += 1;
        rest >>>= 7;
      }
      block[length] = rest;
      length += 1;
    },
    *windows(overlap) {
      const window = new Uint32Array(windowWords);
      let words = 0;
      for (const bytes of [...full, block.subarray(0, length)]) {
        for (let place = 0; place < bytes.length; ) {
          let number = 0;
          let shift = 0;
          let byte = bytes[place] ?? 0;
          while (byte > 0x7f) {
            number |= (byte & 0x7f) << shift;
            shift += 7;
            place += 1;
            byte = bytes[place] ?? 0;
          }
          place += 1;
          // the array takes a number of 32 bits without its sign
          window[words] = number | (byte << shift);
          words += 1;
          if (words < windowWords) continue;
          yield window;
          window.copyWithin(0, words - overlap, words);
          words = overlap;
        }
      }
      yield window.subarray(0, words);
    },
  };
}
