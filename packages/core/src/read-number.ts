export interface NumberReading {
  readonly value: number;
  /** The text means another number in other languages: "1,234" is a thousand here and one and a bit there. */
  readonly isAmbiguous: boolean;
}

/**
 * A number as people write it: digits of any script, a sign, a decimal point or comma (".5", "٫"), and marks between
 * thousands (blanks and no-break blanks, apostrophes, "٬", points, commas; lakhs too). One mark before three last digits is
 * read as the `language` of the page writes numbers; everything else reads alike everywhere. Null where the text is no
 * number, has an exponent or a unit, or more than 15 digits on a side.
 */
export function readNumber(text: string, language = "en"): NumberReading | null {
  const plain = text
    .replace(/[\u200e\u200f\u061c\u2066-\u2069]/g, "")
    .trim()
    .replace(/\p{Nd}/gu, latinDigit)
    .replace(/．/g, ".")
    .replace(/[，،]/g, ",");
  const [, sign = "", amount = ""] = /^([+＋\-\u2212\u2013－]?)(.*)$/s.exec(plain) ?? [];
  const reading = readAmount(amount, language);
  if (reading === null) return null;
  const isNegative = sign !== "" && sign !== "+" && sign !== "＋";
  return { ...reading, value: isNegative && reading.value !== 0 ? -reading.value : reading.value };
}

function readAmount(amount: string, language: string): NumberReading | null {
  const read = (whole: string, decimals: string, isAmbiguous = false): NumberReading | null => {
    if (whole === "" && decimals === "") return null;
    if (!/^\d{0,15}$/.test(whole) || !/^\d{0,15}$/.test(decimals)) return null;
    return { value: Number(`${whole || "0"}.${decimals || "0"}`), isAmbiguous };
  };
  // Marks that never stand before decimals.
  const grouped = /^(\d{1,3}(?:([\s'’٬])\d{3})(?:\2\d{3})*)(?:[.,٫](\d*))?$/.exec(amount);
  if (grouped !== null) return read((grouped[1] ?? "").replace(/\D/g, ""), grouped[3] ?? "");
  const arabic = /^([\d.,]*)٫(\d*)$/.exec(amount);
  if (arabic !== null) {
    const whole = withoutMarks(arabic[1] ?? "");
    return whole === null ? null : read(whole, arabic[2] ?? "");
  }
  const marks = amount.replace(/\d/g, "");
  if (!/^[\d.,]*$/.test(amount)) return null;
  if (marks === "") return read(amount, "");
  const last = marks.at(-1) ?? "";
  if (marks.length === 1) {
    const [whole = "", decimals = ""] = amount.split(last);
    const couldBeThousands = /^[1-9]\d{0,2}$/.test(whole) && decimals.length === 3;
    if (!couldBeThousands) return read(whole, decimals);
    return isThousandsMark(last, language) ? read(whole + decimals, "", true) : read(whole, decimals, true);
  }
  // Several marks of one kind stand between thousands; of two kinds, the last begins the decimals.
  if (new Set(marks).size === 1) {
    const whole = withoutMarks(amount);
    return whole === null ? null : read(whole, "");
  }
  const end = amount.lastIndexOf(last);
  const whole = amount.slice(0, end).includes(last) ? null : withoutMarks(amount.slice(0, end));
  return whole === null ? null : read(whole, amount.slice(end + 1));
}

/** The digits of a whole number whose thousands (or lakhs) are parted by points or by commas; null where they stand wrongly. */
function withoutMarks(text: string): string | null {
  const isParted = /^\d*$|^\d{1,3}([.,])\d{3}(?:\1\d{3})*$|^\d{1,2}(?:,\d{2})+,\d{3}$/.test(text);
  return isParted ? text.replace(/[.,]/g, "") : null;
}

function isThousandsMark(mark: string, language: string): boolean {
  const parts = new Intl.NumberFormat([language, "en"]).formatToParts(1_234_567);
  return parts.find(({ type }) => type === "group")?.value === mark;
}

/** Unicode has the digits of every script in their order, from zero. */
function latinDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let below = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - below - 1))) below += 1;
  return String(below % 10);
}
