/** A text of anybody as inert Markdown on one line: no formatting, link, image or HTML comes alive, no table breaks. */
export function markdownText(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(/[\\`*_{}[\]()#|~!]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/\b(https?|www)(:|\.)/gi, "$1&#8203;$2");
}

/** A table row. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}

/** `1,234`, whatever the machine's locale. */
export function countText(count: number): string {
  return count.toLocaleString("en-US");
}
