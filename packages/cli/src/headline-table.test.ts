import type { RunResults } from "@refract/ask";
import { instruments } from "@refract/instruments";
import { expect, test } from "vitest";
import { headlineTable } from "./actions/score.ts";

test("models whose samples all wait stand in the table as those do that have no points", () => {
  const instrument = instruments.find(({ id }) => id === "normad");
  if (instrument === undefined) throw new Error("normad is gone");
  const metric = instrument.metrics.find(({ headline }) => headline)?.id ?? "";
  const [variant = ""] = instrument.defaultVariants;
  const results: RunResults = {
    ...{ run: "r", lengthNormalised: false, synthetic: false, judge: null },
    identity: {
      ...{ instrument: instrument.id, instrumentVersion: instrument.version, dataVersion: "1", data: {} },
      ...{ options: {}, variants: [variant], mode: "generate", repeats: 1, seed: "1", limit: null },
    },
    respondents: ["refused", "waits"].map((id) => ({ id, use: id, demo: false })),
    counts: { items: 1, samples: 2, asked: 2, failures: {}, incompleteGroups: 1 },
    means: [
      {
        ...{ respondent: "refused", variant, metric, cut: null, level: null, mean: null },
        ...{ lower: null, upper: null, method: "no points", points: 0, clusters: 0, missing: {} },
      },
    ],
    ...{ usage: [], replies: [], problems: [], rates: [], baselines: [], summaries: [] },
    ...{ standings: [], normalisations: [] },
  };
  const lines = headlineTable(instrument, results).split("\n");
  const words = (name: string) =>
    lines.filter((line) => line.startsWith(name)).map((line) => line.slice(name.length).trim());
  expect(words("refused")[0]).toMatch(/ no points +– +0$/);
  expect(words("waits")).toContain(words("refused")[0]);
});
