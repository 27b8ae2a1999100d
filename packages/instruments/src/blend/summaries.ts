import type { ScoredRow, Summary } from "@refract/core";
import { mean } from "@refract/stats";
import { isReply } from "../reply-points.ts";
import { type Normaliser, normaliserFor } from "./normaliser.ts";
import type { BlendOptions } from "./options.ts";
import { hitOf, scoreBlend } from "./score.ts";

type Cell = Summary["rows"][number][number];

/** Means of both prompts by region, local against English; what was compared how; whose answers wrong choices are. */
export function blendSummaries(rows: readonly ScoredRow[], options: BlendOptions): readonly Summary[] {
  const replies = rows.filter(({ parsed }) => isReply(parsed));
  const short = replies.filter(({ item }) => item.gold.kind === "answers");
  const choices = replies.filter(({ item }) => item.gold.kind === "key");
  return [
    ...(short.length === 0 ? [] : [regionTable(short, options), normaliserTable(short, options)]),
    ...(choices.length === 0 ? [] : [choicesByRegion(choices, options), wrongChoices(choices)]),
  ];
}

const shortMeasures = [
  ["sem_b", "SEM-B", ""],
  ["sem_w", "SEM-W", "w_"],
] as const;

function regionTable(rows: readonly ScoredRow[], options: BlendOptions): Summary {
  return {
    id: "regions",
    title: "Short answers by region: local language and English",
    caption:
      "Mean of the prompts asked, over the questions of the region that are scored; the gap is local minus English, in points of 100. English regions have one run. In the mean over regions each counts once.",
    columns: [
      { name: "respondent", title: "Respondent", kind: "text" },
      { name: "region", title: "Region", kind: "text" },
      ...shortMeasures.flatMap(([, title, prefix]) => [
        { name: `${prefix}local`, title: `${title} local`, kind: "percent" as const },
        { name: `${prefix}english`, title: `${title} English`, kind: "percent" as const },
        { name: `${prefix}gap`, title: "Gap", kind: "number" as const },
      ]),
      { name: "items", title: "Questions", kind: "integer" },
    ],
    rows: byRespondent(rows).flatMap(([respondent, regions]) => {
      const scores = regions.map(({ region, own }) => ({
        region,
        measures: shortMeasures.map(([metric]) => runsOf(own, metric, options)),
        items: new Set(own.map(({ item }) => item.id)).size,
      }));
      const overRegions = (measure: number): RunScores => {
        const of = (run: keyof RunScores) =>
          meanOf(scores.flatMap(({ measures }) => measures[measure]?.[run] ?? []));
        return { local: of("local"), english: of("english"), gap: of("gap") };
      };
      return [
        ...scores,
        {
          region: meanOverRegions,
          measures: shortMeasures.map((_, measure) => overRegions(measure)),
          items: scores.reduce((sum, { items }) => sum + items, 0),
        },
      ].map(({ region, measures, items }): readonly Cell[] => [
        respondent,
        region,
        ...measures.flatMap(({ local, english, gap }): readonly Cell[] => [
          local ?? { absent: "not asked in the local language" },
          english ?? { absent: "not asked in English" },
          gap ?? { absent: "one run only" },
        ]),
        items,
      ]);
    }),
  };
}

interface RunScores {
  readonly local: number | null;
  readonly english: number | null;
  /** In points of 100. */
  readonly gap: number | null;
}

function runsOf(rows: readonly ScoredRow[], metric: string, options: BlendOptions): RunScores {
  const score = (run: "local" | "english") =>
    meanPoints(
      rows.filter(({ variant }) => (variant.attributes.run ?? "local") === run),
      metric,
      options,
    );
  const local = score("local");
  const english = score("english");
  return { local, english, gap: local === null || english === null ? null : 100 * (local - english) };
}

/** Accuracy of each region and their mean, which is the paper's (spec blend, "Multiple choice" 4). */
function choicesByRegion(rows: readonly ScoredRow[], options: BlendOptions): Summary {
  return {
    id: "choices",
    title: "Multiple choice by region",
    caption:
      "Share of replies with the key. The paper's figure is the mean over regions, in which each counts once; the score above counts each question once.",
    columns: [
      { name: "respondent", title: "Respondent", kind: "text" },
      { name: "region", title: "Region", kind: "text" },
      { name: "accuracy", title: "Accuracy", kind: "percent" },
      { name: "replies", title: "Replies", kind: "integer" },
    ],
    rows: byRespondent(rows).flatMap(([respondent, regions]) => {
      const scores = regions.map(({ region, own }) => ({
        region,
        accuracy: meanPoints(own, "mcq", options),
        replies: own.length,
      }));
      const total = {
        region: meanOverRegions,
        accuracy: meanOf(scores.flatMap(({ accuracy }) => accuracy ?? [])),
        replies: scores.reduce((sum, { replies }) => sum + replies, 0),
      };
      return [...scores, total].map(({ region, accuracy, replies }): readonly Cell[] => [
        respondent,
        region,
        accuracy ?? { absent: "no reply" },
        replies,
      ]);
    }),
  };
}

const meanOverRegions = "(mean over regions)";

function meanPoints(rows: readonly ScoredRow[], metric: string, options: BlendOptions): number | null {
  return meanOf(
    rows.flatMap((row) =>
      scoreBlend([row], options).flatMap(({ metric: of, points }) =>
        of === metric && typeof points.value === "number" ? [points.value] : [],
      ),
    ),
  );
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : mean(values);
}

function byRespondent(rows: readonly ScoredRow[]) {
  return [...Map.groupBy(crossed(rows), ({ respondent }) => respondent)];
}

function normaliserTable(rows: readonly ScoredRow[], options: BlendOptions): Summary {
  const runs = Map.groupBy(rows, ({ item, variant }) =>
    JSON.stringify([item.language, variant.attributes.run === "english" ? "English" : "local"]),
  );
  return {
    id: "normalisers",
    title: "How words were compared",
    caption:
      "Hits by the rule that found them. A local run compares with local wordings first, then with English ones. Scores made with different normalisers are not comparable; the paper lemmatised with a tool a language.",
    columns: [
      { name: "language", title: "Language", kind: "text" },
      { name: "run", title: "Run", kind: "text" },
      { name: "normaliser", title: "Normaliser", kind: "text" },
      { name: "version", title: "Version", kind: "text" },
      { name: "does", title: "What it does", kind: "text" },
      { name: "substring", title: "Hits as part", kind: "integer" },
      { name: "tokens", title: "Hits by tokens", kind: "integer" },
      { name: "missed", title: "Missed", kind: "integer" },
    ],
    rows: [...runs.values()]
      .map((own): readonly Cell[] => {
        const language = own[0]?.item.language ?? "";
        const isEnglish = own[0]?.variant.attributes.run === "english";
        const used = [
          ...new Set(
            (isEnglish ? ["en"] : [language, "en"]).map((code) => normaliserFor(code, options.normaliser)),
          ),
        ];
        const listed = (of: (normaliser: Normaliser) => string) => used.map(of).join(", then ");
        const hits = own.map((row) => hitOf(row, options)?.rule ?? null);
        const count = (rule: string | null) => hits.filter((hit) => hit === rule).length;
        return [
          language,
          isEnglish ? "English" : "local",
          listed(({ id }) => id),
          listed(({ version }) => version),
          listed(({ note }) => note),
          ...[count("substring"), count("tokens"), count(null)],
        ];
      })
      .toSorted((one, other) => (`${one[0]} ${one[1]}` < `${other[0]} ${other[1]}` ? -1 : 1)),
  };
}

function wrongChoices(rows: readonly ScoredRow[]): Summary {
  return {
    id: "wrong-choices",
    title: "Whose answer a wrong choice is",
    caption:
      "Share of wrong picks of multiple choice by the region the picked option comes from; `dummy` options were invented.",
    columns: [
      { name: "respondent", title: "Respondent", kind: "text" },
      { name: "region", title: "Asked about", kind: "text" },
      { name: "origin", title: "Answer of", kind: "text" },
      { name: "picks", title: "Wrong picks", kind: "integer" },
      { name: "share", title: "Share", kind: "percent" },
    ],
    rows: crossed(rows).flatMap(({ respondent, region, own }) => {
      const origins = own.flatMap(({ item, parsed }) => {
        if (
          item.gold.kind !== "key" ||
          typeof parsed.value !== "string" ||
          item.gold.accepted.includes(parsed.value)
        )
          return [];
        return [originOf(item.record.origins, parsed.value)];
      });
      const counts = new Map<string, number>();
      for (const origin of origins) counts.set(origin, (counts.get(origin) ?? 0) + 1);
      return [...counts]
        .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
        .map(([origin, picks]): readonly Cell[] => [
          respondent,
          region,
          origin,
          picks,
          picks / origins.length,
        ]);
    }),
  };
}

function crossed(rows: readonly ScoredRow[]) {
  const groups = new Map<string, { respondent: string; region: string; own: ScoredRow[] }>();
  for (const row of rows) {
    const region = String(row.item.attributes.region);
    const key = JSON.stringify([row.respondent, region]);
    const known = groups.get(key) ?? { respondent: row.respondent, region, own: [] };
    known.own.push(row);
    groups.set(key, known);
  }
  return [...groups.values()];
}

function originOf(origins: unknown, letter: string): string {
  if (typeof origins !== "object" || origins === null) return "(unknown)";
  const found = Object.entries(origins).find(([key]) => key === letter)?.[1];
  return found === undefined ? "(unknown)" : String(found);
}
