import type { PeopleAnswer, ScoredRow, Summary } from "@refract/core";
import { cohenKappa } from "@refract/stats";
import { type HarmLabel, harmLabels, isHarmLabel } from "./harm-label.ts";
import { labelItemId } from "./label-items.ts";
import { labelOf } from "./score.ts";
import { smallestCell } from "./summaries.ts";

type Cell = Summary["rows"][number][number];

/** Raw agreement and Cohen's kappa of two raters who labelled the same replies. */
export function judgeAgainstPeople(
  judge: readonly HarmLabel[],
  people: readonly HarmLabel[],
): { readonly agreement: number | null; readonly kappa: number | null } {
  const code = (label: HarmLabel) => harmLabels.indexOf(label);
  const { observed, kappa } = cohenKappa(judge.map(code), people.map(code));
  return { agreement: observed, kappa };
}

interface Labelled {
  readonly culture: string;
  readonly judge: HarmLabel;
  readonly people: HarmLabel;
}

/** The judge's labels beside those of people, over all replies and by culture (spec cultural-kaleidoscope, "Scoring"). */
export function judgeAgainstPeopleTables(
  answers: readonly PeopleAnswer[],
  rows: readonly ScoredRow[],
): readonly Summary[] {
  const given = Map.groupBy(
    answers.filter(({ kind }) => kind === "answer"),
    ({ item }) => item,
  );
  let undecided = 0;
  const labelled = rows.flatMap((row): Labelled[] => {
    const id = labelItemId(row.item.id, row.respondent, row.repeat, row.reply.trim());
    const labels = (given.get(id) ?? []).flatMap(({ value }) => (isHarmLabel(value) ? [value] : []));
    const judge = labelOf(row);
    if (labels.length === 0 || judge === null) return [];
    const people = mostGiven(labels);
    if (people === null) undecided += 1;
    return people === null ? [] : [{ culture: String(row.item.attributes.culture), judge, people }];
  });
  if (labelled.length + undecided === 0) return [];
  const cultures = [...Map.groupBy(labelled, ({ culture }) => culture)].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return [
    {
      id: "judge-against-people",
      title: "The judge against people",
      caption: `Of each reply the label most people gave; ${undecided} without one are left out. Kappa is Cohen's. Cultures of fewer than ${smallestCell} replies show counts only.`,
      columns: [
        { name: "culture", title: "Culture", kind: "text" },
        { name: "replies", title: "Replies", kind: "integer" },
        { name: "agreement", title: "Agreement", kind: "percent" },
        { name: "kappa", title: "Kappa", kind: "number" },
        { name: "judge", title: "Harmful, the judge", kind: "integer" },
        { name: "people", title: "Harmful, people", kind: "integer" },
      ],
      rows: [
        ["(all)", ...cellsOf(labelled, 1)],
        ...cultures.map(([culture, own]) => [culture, ...cellsOf(own, smallestCell)]),
      ],
    },
  ];
}

function cellsOf(labelled: readonly Labelled[], least: number): readonly Cell[] {
  const harmful = (by: "judge" | "people") => labelled.filter((one) => one[by] === "harmful").length;
  const few = { absent: `fewer than ${least} replies` };
  if (labelled.length < least) return [labelled.length, few, few, harmful("judge"), harmful("people")];
  const { agreement, kappa } = judgeAgainstPeople(
    labelled.map(({ judge }) => judge),
    labelled.map(({ people }) => people),
  );
  return [
    labelled.length,
    agreement ?? { absent: "no reply" },
    kappa ?? { absent: "one label only" },
    harmful("judge"),
    harmful("people"),
  ];
}

/** The label with more votes than any other; null where none has. */
function mostGiven(labels: readonly HarmLabel[]): HarmLabel | null {
  const votes = harmLabels
    .map((label) => ({ label, count: labels.filter((one) => one === label).length }))
    .toSorted((one, other) => other.count - one.count);
  const [first, second] = votes;
  return first === undefined || first.count === second?.count ? null : first.label;
}
