/** A link or picture of a Markdown file that points into the repository. */
export interface RelativeLink {
  readonly target: string;
  /** The part after `#`, `""` without one. */
  readonly anchor: string;
  readonly line: number;
}

/** Relative links of a Markdown text, code left out. */
export function relativeLinks(markdown: string): readonly RelativeLink[] {
  const links: RelativeLink[] = [];
  let fenced = false;
  for (const [index, line] of markdown.split("\n").entries()) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    if (fenced) continue;
    const text = line.replaceAll(/`[^`]*`/g, "");
    const inline = [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)].map((match) => match[1]);
    const html = [...text.matchAll(/\b(?:src|href|srcset)="([^"]+)"/g)].map((match) => match[1]);
    const named = /^\s{0,3}\[[^\]]+\]:\s+(\S+)/.exec(text)?.[1];
    for (const address of [...inline, ...html, named]) {
      if (address === undefined || /^[a-z][a-z+.-]*:/i.test(address)) continue;
      const [target = "", anchor = ""] = address.split("#");
      links.push({ target: decodeURI(target), anchor, line: index + 1 });
    }
  }
  return links;
}

/** The anchors of a Markdown text's headings, as code hosts make them. */
export function headingAnchors(markdown: string): readonly string[] {
  const withoutCode = markdown.replaceAll(/^\s*(```|~~~)[\s\S]*?^\s*\1/gm, "");
  return [...withoutCode.matchAll(/^#{1,6}\s+(.+)$/gm)].map((match) =>
    (match[1] ?? "")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-"),
  );
}
