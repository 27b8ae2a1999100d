const quote = 0x22;
const backslash = 0x5c;
const openingBrackets = [0x5b, 0x7b];
const closingBrackets = [0x5d, 0x7d];

/** Follows the brackets of one line of JSON outside its texts, piece by piece. */
export interface LineNesting {
  /** Whether the line is nested deeper than allowed, by the bytes before and these. None of them ends the line. */
  isTooDeep(buffer: Buffer, from: number, to: number): boolean;
}

/** @param maximumDepth brackets that may be open at a time */
export function createLineNesting(maximumDepth: number): LineNesting {
  let depth = 0;
  let inText = false;
  /** Whether a piece ended on the backslash of what the next one begins with. */
  let isEscaped = false;
  return {
    isTooDeep: (buffer, from, to) => {
      for (let place = from; place < to; place += 1) {
        if (inText) {
          const begin: number = isEscaped ? place + 1 : place;
          isEscaped = false;
          const end = endOfText(buffer, begin, to);
          if (end === null) {
            isEscaped = hasOddBackslashes(buffer, begin, to);
            return false;
          }
          inText = false;
          place = end;
          continue;
        }
        const byte = buffer[place] ?? 0;
        if (byte === quote) inText = true;
        else if (openingBrackets.includes(byte)) {
          depth += 1;
          if (depth > maximumDepth) return true;
        } else if (closingBrackets.includes(byte)) depth -= 1;
      }
      return false;
    },
  };
}

/** Where the quote is that ends a text, before `to`; null without one. Most of a file is inside texts. */
function endOfText(buffer: Buffer, from: number, to: number): number | null {
  for (let begin = from; ; ) {
    const end = buffer.indexOf(quote, begin);
    if (end === -1 || end >= to) return null;
    if (!hasOddBackslashes(buffer, from, end)) return end;
    begin = end + 1;
  }
}

/** Whether the byte at `end` is escaped, in a text that is read from `from` on. */
function hasOddBackslashes(buffer: Buffer, from: number, end: number): boolean {
  let place = end;
  while (place > from && buffer[place - 1] === backslash) place -= 1;
  return (end - place) % 2 === 1;
}
