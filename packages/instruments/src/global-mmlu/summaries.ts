import type { ScoredRow, Summary } from "@refract/core";
import { mean, standardDeviation } from "@refract/stats";
import { isReply } from "../reply-points.ts";

type Cell = Summary["rows"][number][number];

/** Means over languages, their spread, and the difference between sensitive and agnostic questions (spec global-mmlu, "Scoring"). */
export function globalMmluSummaries(rows: readonly ScoredRow[]): readonly Summary[] {
  const respondents = [...new Set(rows.map(({ respondent }) => respondent))];
  const scopes = (own: readonly ScoredRow[]): readonly (readonly [string, readonly ScoredRow[]])[] => [
    ["all languages", own],
    ...[...Map.groupBy(own, ({ item }) => String(item.attributes.resources))]
      .filter(([level]) => level !== "undefined")
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([level, of]) => [`resources: ${level}`, of] as const),
  ];
  return [
    {
      id: "languages",
      title: "Means over languages",
      caption:
        "Each language counts once, whatever its number of questions. A language label is no culture label: sensitive questions are mostly about Western settings in every language. CS is rarer in STEM, so read the cut by category beside this.",
      columns: [
        { name: "respondent", title: "Respondent", kind: "text" },
        { name: "scope", title: "Languages", kind: "text" },
        { name: "count", title: "Number", kind: "integer" },
        { name: "full", title: "All questions", kind: "percent" },
        { name: "sd", title: "sd over languages", kind: "percent" },
        { name: "ma", title: "Annotated", kind: "percent" },
        { name: "cs", title: "Sensitive (CS)", kind: "percent" },
        { name: "ca", title: "Agnostic (CA)", kind: "percent" },
        { name: "difference", title: "CS minus CA", kind: "number" },
      ],
      rows: respondents.flatMap((respondent) =>
        scopes(rows.filter((row) => row.respondent === respondent)).map(([scope, own]): readonly Cell[] => {
          const all = byLanguage(own, () => true);
          const sensitive = byLanguage(own, (label) => label === "CS");
          const agnostic = byLanguage(own, (label) => label === "CA");
          const cs = average(sensitive, "no question is labelled CS");
          const ca = average(agnostic, "no question is labelled CA");
          return [
            respondent,
            scope,
            all.length,
            average(all, "no question was answered"),
            all.length < 2 ? { absent: "one language has no spread" } : standardDeviation(all),
            average(
              byLanguage(own, (label) => label === "CS" || label === "CA"),
              "no question is labelled",
            ),
            cs,
            ca,
            typeof cs === "number" && typeof ca === "number" ? cs - ca : { absent: "CS or CA is missing" },
          ];
        }),
      ),
    },
  ];
}

/** Accuracy of each language on the questions of some labels; unreadable replies are wrong, failed calls don't count. */
function byLanguage(rows: readonly ScoredRow[], holds: (label: unknown) => boolean): readonly number[] {
  const counted = rows.filter(({ item, parsed }) => holds(item.attributes.sensitivity) && isReply(parsed));
  return [...Map.groupBy(counted, ({ item }) => item.language).values()].map(
    (of) =>
      of.filter(
        ({ item, parsed }) =>
          item.gold.kind === "key" && item.gold.accepted.some((id) => id === parsed.value),
      ).length / of.length,
  );
}

function average(values: readonly number[], absent: string): Cell {
  return values.length === 0 ? { absent } : mean(values);
}
