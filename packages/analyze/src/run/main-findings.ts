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

/** The three most important headlines of a report's chapters, in a fixed order. */
export function mainFindings(sections: readonly Section[]): readonly MainFinding[] {
  return firstChapters
    .flatMap((id) => {
      const headline = sections.find((section) => section.id === id)?.headline;
      return headline === undefined ? [] : [{ ...headline, section: id }];
    })
    .slice(0, shown);
}
