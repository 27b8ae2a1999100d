/**
 * Markdown takes signs out of formulas (`\(a_1\)`, `$x*y*z$`) and backslashes that mean no Markdown. Such passages are
 * written in characters that Markdown leaves alone, and read back where the text is shown: each UTF-16 unit becomes two
 * characters of the private use area, a formula stands between two marks.
 */
const formulaStart = "\uE200";
const formulaEnd = "\uE201";
const firstUnit = 0xe100;

/** A formula stays within a line, or within a paragraph between its long marks, and holds no code. */
const hidden = new RegExp(
  [
    String.raw`(?<private>[\uE000-\uF8FF]+)`,
    String.raw`(?<display>\$\$(?!\$)(?:(?!\$\$|\n[ \t]*\n|${"`"})[\s\S])+\$\$|\\\[(?:(?!\\\[|\\\]|\n[ \t]*\n|${"`"})[\s\S])+\\\])`,
    String.raw`(?<inline>\\\((?:(?!\\\(|\\\))[^\n${"`"}])+\\\)|\$(?![\s$])(?:\\\$|[^\n$${"`"}])*(?<![\s\\])\$(?!\d))`,
    String.raw`(?<dollar>\\\$)`,
    String.raw`(?<escape>\\[\\()[\]{},;:!%&/=?@^'])`,
  ].join("|"),
  "gu",
);

/** The text with formulas and such backslashes out of Markdown's reach. */
export function hideVerbatim(text: string): string {
  return text.replace(hidden, (match: string, ...rest: unknown[]) => {
    const groups = rest.at(-1);
    if (!isGroups(groups) || groups.dollar !== undefined) return match;
    const isFormula = groups.display !== undefined || groups.inline !== undefined;
    return isFormula ? formulaStart + encoded(match) + formulaEnd : encoded(match);
  });
}

export interface Passage {
  readonly kind: "text" | "formula";
  readonly text: string;
}

/** What a hidden text says, in passages. */
export function passagesOf(text: string): readonly Passage[] {
  if (!/[\uE100-\uE201]/.test(text)) return text === "" ? [] : [{ kind: "text", text }];
  return text
    .split(/(\uE200[^\uE201]*\uE201)/)
    .map(
      (part): Passage => ({
        kind: part.startsWith(formulaStart) ? "formula" : "text",
        text: shownText(part),
      }),
    )
    .filter((passage) => passage.text !== "");
}

/** What was hidden, as it was written. */
export function shownText(text: string): string {
  return text
    .replace(/[\uE200\uE201]/g, "")
    .replace(/([\uE100-\uE1FF])([\uE100-\uE1FF])/g, (_, high: string, low: string) =>
      String.fromCharCode(((high.charCodeAt(0) - firstUnit) << 8) | (low.charCodeAt(0) - firstUnit)),
    );
}

function encoded(text: string): string {
  let units = "";
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    units += String.fromCharCode(firstUnit + (unit >> 8), firstUnit + (unit & 0xff));
  }
  return units;
}

function isGroups(value: unknown): value is Readonly<Record<string, string | undefined>> {
  return typeof value === "object" && value !== null;
}
