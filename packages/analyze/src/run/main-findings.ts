import type { MainFinding, Section } from "@refract/report";

/** Chapters whose headlines come first in a report: what people prefer, who differs, what that means for them, what they ask for. */
const firstChapters: readonly string[] = [
  "ranks",
  "group-ranks",
  "welfare",
  "mixed-models",
  "scale-use",
  "topics",
  "attributes",
  "text-features",
  "summary",
];
const shown = 3;

/**
 * The three most important headlines of a report's chapters, in a fixed order. One that was computed as published, quirks
 * included, says so: whoever reads findings alone sees no chapter.
 */
export function mainFindings(sections: readonly Section[]): readonly MainFinding[] {
  return firstChapters
    .flatMap((id) => {
      const section = sections.find((one) => one.id === id);
      if (section?.headline === undefined) return [];
      const { text, n, method } = section.headline;
      return section.provenance.mode === "published"
        ? [{ text: `As published: ${text}`, n, method: `${method}; --mode published`, section: id }]
        : [{ text, n, method, section: id }];
    })
    .slice(0, shown);
}
