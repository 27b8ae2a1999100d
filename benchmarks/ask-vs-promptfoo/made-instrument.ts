import { defineInstrument } from "@refract/core";
import * as z from "zod";

const options = ["A", "B", "C", "D"].map((id) => ({ id, text: `Answer ${id}` }));

/** Made single-choice items: as many as `items.json` says. */
export const madeInstrument = defineInstrument({
  id: "made",
  version: 1,
  title: "Made items",
  description: "Single-choice items made for the benchmark.",
  paper: "none",
  citation: "none",
  licence: "Apache-2.0",
  itemTexts: "public",
  contentWarning: null,
  people: { conditions: () => ["plain"], optionOrder: "fixed", optionLabels: "letters" },
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
  cuts: [{ attribute: "topic", title: "Topic", geographic: false }],
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
        question: `Which of the four answers is the right one for case number ${index}?`,
        format: { kind: "choice" as const, options },
        optOuts: [],
        gold: { kind: "key" as const, accepted: ["B"] },
        attributes: { topic: `topic ${index % 10}` },
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
    messages: [
      {
        role: "user",
        content: `${item.question}\n${options.map(({ id, text }) => `${id}. ${text}`).join("\n")}\nReply with one letter.`,
      },
    ],
    parameters: { temperature: 0, maxTokens: 4 },
  }),
  parse: (reply) =>
    /^[A-D]$/.test(reply.trim())
      ? { value: reply.trim(), missing: null, rule: "letter" }
      : { value: null, missing: "unparsed", rule: "none" },
  score: (rows) => [
    { metric: "accuracy", points: { value: rows[0]?.parsed.value === "B" ? 1 : 0, missing: null } },
  ],
  baselines: () => [{ name: "uniform guess", metric: "accuracy", value: 0.25 }],
  simulate: () => "B",
});
