/**
 * A number of 52 bits that stands for a text, to compare two long texts of different files without keeping either.
 * A changed text keeps its number with a chance of about 1 in 4,000,000,000,000,000; no guard against intent.
 */
export function textPrint(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9 ^ text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b) ^ (low >>> 15);
  }
  high = Math.imul(high ^ (high >>> 16), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 15), 0x27d4eb2f);
  return (high >>> 0) * 0x100000 + (low >>> 12);
}
