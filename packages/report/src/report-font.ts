import { readFileSync } from "node:fs";

let rule: string | null = null;

/**
 * Source Sans 3 (SIL Open Font License 1.1, beside it; as packed by Fontsource 5.3.0), Latin letters, all weights, inside the file itself: a report and each drawing look the
 * same on a machine that has no such font. Letters of other scripts come from the reader's own fonts.
 */
export function fontFace(): string {
  if (rule !== null) return rule;
  const file = new URL("./font/source-sans-3-latin.woff2", import.meta.url);
  rule = `@font-face{font-family:"Source Sans 3";font-weight:200 900;font-style:normal;src:url(data:font/woff2;base64,${readFileSync(file).toString("base64")}) format("woff2")}`;
  return rule;
}

/** A drawing as a file of its own, with the font inside. */
export function withFont(svg: string): string {
  return svg.replace(/^<svg [^>]*>/, (start) => `${start}<style>${fontFace()}</style>`);
}
