/**
 * A number as people write it, with the digits of any script, a point or a comma, and marks between thousands that can be
 * nothing else ("1 000", "1٬000", "1,000,000"). Null where it could mean two: "1,000" is a thousand here and one there, and so is "1.000"
 * where a whole number is asked for.
 */
export function numberIn(text: string, isWhole = false): number | null {
  const latin = text
    .trim()
    .replace(/\p{Nd}/gu, digitOf)
    .replace(/(?<=\d)[\s'’٬](?=\d{3}(?!\d))/g, "")
    .replace(/[٫．]/, ".")
    .replace("，", ",")
    .replace(/^[\u2212\u2013－]/, "-")
    .replace(/^(-?\d{1,3})([.,])(\d{3})((?:\2\d{3})+)$/, (whole) => whole.replace(/[.,]/g, ""));
  if (!/^-?\d{1,15}([.,]\d{1,15})?$/.test(latin)) return null;
  if (isWhole ? /[.,]\d{3}$/.test(latin) : /(?<!^-?0),\d{3}$/.test(latin)) return null;
  return Number(latin.replace(",", "."));
}

/** Unicode has the digits of every script in their order, from zero. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let below = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - below - 1))) below += 1;
  return String(below % 10);
}
