import type { RunResults } from "@refract/ask";
import { instruments } from "@refract/instruments";
import { expect, test } from "vitest";
import { headlineTable } from "./actions/score.ts";

test("a model without points stands in the table with its reason", () => {
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
    respondents: ["refused"].map((id) => ({ id, use: id, demo: false })),
    counts: { items: 1, samples: 1, asked: 1, failures: {}, incompleteGroups: 1 },
    means: [
      {
        ...{ respondent: "refused", variant, metric, cut: null, level: null, mean: null },
        ...{
          lower: null,
          upper: null,
          method: "none of 3 scoring groups is complete",
          points: 0,
          clusters: 0,
          missing: {},
        },
      },
    ],
    ...{ usage: [], replies: [], problems: [], rates: [], baselines: [], summaries: [] },
    ...{ standings: [], normalisations: [] },
  };
  expect(headlineTable(instrument, results)).toMatch(
    /^refused .* none of 3 scoring groups is complete +– +0$/m,
  );
});
