import { withoutReasoning } from "@refract/models/reasoning";

/** Of a longer reply so many characters at its start and at its end are read: answers stand there, and hostile replies cost little. */
const readCharacters = 6_000;

/** Private characters stand for "the option at this place", as ①, ❷ and ⑶ name it. */
const firstPlace = 0xe001;
/** Where the digits 1 to 9 begin in each row of numbers in circles, black circles and brackets. */
const circledRows = [0x2460, 0x2474, 0x2776, 0x2780, 0x278a, 0x24f5];
/** Letters in dark circles and squares, which Unicode does not fold to A to Z. */
const darkLetterRows = [0x1f150, 0x1f170];

function bounded(text: string): string {
  return text.length <= 2 * readCharacters
    ? text
    : `${text.slice(0, readCharacters).trimEnd()}\n…\n${text.slice(-readCharacters)}`;
}

function placeSign(code: number): string | null {
  for (const row of circledRows)
    if (code >= row && code < row + 9) return String.fromCodePoint(firstPlace + code - row);
  for (const row of darkLetterRows)
    if (code >= row && code < row + 26) return String.fromCodePoint(0x41 + code - row);
  return null;
}

/** The place, from 0, that a circled number was folded to; null for any other text. */
export function placeOfSign(text: string): number | null {
  const code = text.codePointAt(0) ?? 0;
  return text.length === 1 && code >= firstPlace && code < firstPlace + 9 ? code - firstPlace : null;
}

/** Tags of HTML that a reply is set in: bold ones stand for Markdown's, others for a blank. */
const boldTag = /<\/?(?:b|strong|em|i|u|mark)>/gi;
/** A letter in angle brackets, as templates write what is to be filled in: "Answer: <B>". With a closing tag behind it is bold. */
const bracketedLetter = /<([A-Za-z])>(?!.{0,300}<\/\1>)/gs;
const plainTag = /<\/?(?:p|div|span|code|li|ul|ol|h[1-6]|br)(?:\s[^<>]{0,100})?\/?>/gi;

/**
 * A text as it is compared: without reasoning, in one form of each letter (full-width and mathematical ones folded), European digits, no invisible
 * characters. Time grows with its length for reasoning and not beyond `readCharacters` for the rest.
 */
export function plainReply(reply: string): string {
  // some characters are folded to many
  return bounded(plainText(bounded(withoutReasoning(reply))));
}

/** A number in groups of three digits: "1,500,000". */
const thousands = /(?<![\d.,])\d{1,3}(?:([,\u{202F}])\d{3})(?:\1\d{3}){0,4}(?![\d,]\d)/gu;

/** The same for texts that hold no reasoning: options and words. */
export function plainText(text: string): string {
  const counted = text.replaceAll(thousands, (number) => number.replaceAll(/[,\u{202F}]/gu, ""));
  // most replies are short and have nothing to fold
  if (/^[ -;=-~\n]*$/.test(counted)) return counted;
  return counted
    .replaceAll(/[\u{E000}-\u{F8FF}]/gu, "")
    .replaceAll(/([1-9])\u{FE0F}?\u{20E3}/gu, (_, digit: string) =>
      String.fromCodePoint(firstPlace + Number(digit) - 1),
    )
    .replaceAll(/[\u{2460}-\u{24FF}\u{2776}-\u{2793}\u{1F150}-\u{1F189}]/gu, (sign) => {
      return placeSign(sign.codePointAt(0) ?? 0) ?? sign;
    })
    .normalize("NFKC")
    .replaceAll(/[\u{FE00}-\u{FE0F}\p{Cf}]/gu, "")
    .replaceAll(/\r\n?|[\u{2028}\u{2029}\u{85}]/gu, "\n")
    .replaceAll(/[’ʼ‘](?=\p{L})/gu, "'")
    .replaceAll(bracketedLetter, "[$1]")
    .replaceAll(boldTag, "**")
    .replaceAll(plainTag, (tag) => (/^<\/?(?:p|div|li|br|h)/i.test(tag) ? "\n" : " "))
    .replaceAll(/[٠-٩۰-۹०-९০-৯๐-๙]/gu, (digit) => String(digitValue(digit)));
}

/** Where the digits of Arabic, Persian, Devanagari, Bengali and Thai begin. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];

function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  return code - (zeros.findLast((zero) => zero <= code) ?? code);
}
