import { defineInstrument } from "@refract/core";
import * as z from "zod";
import { spin } from "./work.ts";

const options = ["A", "B"].map((id) => ({ id, text: `Answer ${id}` }));

/** Made two-choice items, as many as `items.json` says, whose simulated respondent needs a core for milliseconds. */
export const madeInstrument = defineInstrument({
  id: "made-heavy",
  version: 1,
  title: "Made items that take computing",
  description: "Two-choice items made for the benchmark.",
  paper: "none",
  citation: "none",
  licence: "Apache-2.0",
  contentWarning: null,
  sources: [],
  options: z.strictObject({}),
  modes: ["generate"],
  variants: [{ id: "plain", title: "Plain", attributes: {} }],
  defaultVariants: ["plain"],
  repeats: 1,
  metrics: [
    {
      id: "accuracy",
      title: "Accuracy",
      description: "Share of right answers.",
      headline: true,
      higherIsBetter: true,
      unit: "share",
    },
  ],
  cuts: [],
  published: [],
  load: async (files) => {
    const { count } = z.object({ count: z.number() }).parse(await files.json("items.json"));
    return {
      items: Array.from({ length: count }, (_, index) => ({
        id: `q${index}`,
        group: `q${index}`,
        cluster: `q${index}`,
        language: "en",
        stimulus: [],
        question: `Which is right for case number ${index}?`,
        format: { kind: "choice" as const, options },
        optOuts: [],
        gold: { kind: "key" as const, accepted: ["B"] },
        attributes: {},
        record: {},
      })),
      problems: [],
      dataVersion: `made ${count}`,
      synthetic: true,
    };
  },
  applies: () => true,
  order: () => options.map(({ id }) => id),
  prompt: (item) => ({
    messages: [{ role: "user", content: item.question }],
    parameters: { temperature: 0 },
  }),
  parse: (reply) => ({ value: reply.slice(0, 1), missing: null, rule: "letter" }),
  score: (rows) => [
    { metric: "accuracy", points: { value: rows[0]?.parsed.value === "B" ? 1 : 0, missing: null } },
  ],
  baselines: () => [{ name: "uniform guess", metric: "accuracy", value: 0.5 }],
  simulate: (item) => `${spin(item.id) < "8" ? "A" : "B"}`,
});
