import type { PeopleBesideRun, Place } from "../people/people-beside-run.ts";

/** How figures of different people are told apart: by stage, language and group, as far as they differ. */
export interface PeoplePlaces {
  readonly columns: readonly { readonly name: string; readonly title: string; readonly kind: "text" }[];
  cells(place: Place): readonly string[];
  /** In front of another word, such as a variant. */
  label(place: Place, word: string): string;
}

const everybody = "(all)";

export function placesOf({ scores, agreement, raters, replies }: PeopleBesideRun): PeoplePlaces {
  const places: readonly Place[] = [...scores, ...agreement, ...raters, ...replies];
  const parts = (
    [
      ["stage", "Stage", ({ stage }) => stage],
      ["language", "Language", ({ language }) => language],
      ["group", "Group", ({ group }) => group ?? everybody],
    ] as const satisfies readonly (readonly [string, string, (place: Place) => string])[]
  ).filter(([, , of]) => new Set(places.map(of)).size > 1);
  const cells = (place: Place) => parts.map(([, , of]) => of(place));
  return {
    columns: parts.map(([name, title]) => ({ name, title, kind: "text" })),
    cells,
    label: (place, word) => [...cells(place), word].join(" · "),
  };
}
