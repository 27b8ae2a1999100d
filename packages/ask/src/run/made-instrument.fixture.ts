import { defineInstrument, type Instrument, type Item } from "@refract/core";
import * as z from "zod";

const options = ["A", "B"].map((id) => ({ id, text: `Answer ${id}` }));

/** Made two-choice items; two of them make a scoring group, which scores 1 when both answers are B. */
export const madeInstrument: Instrument = defineInstrument({
  id: "made",
  version: 1,
  title: "Made items",
  description: "Two-choice items made for tests.",
  paper: "none",
  citation: "none",
  licence: "Apache-2.0",
  itemTexts: "public",
  contentWarning: null,
  people: { conditions: () => ["plain"], optionOrder: "fixed", optionLabels: "letters" },
  sources: [],
  options: z.strictObject({ strict: z.boolean().default(false) }),
  modes: ["generate", "letter-logprobs", "likelihood", "judge"],
  variants: [
    { id: "plain", title: "Plain", attributes: {} },
    { id: "polite", title: "Polite", attributes: {} },
  ],
  defaultVariants: ["plain"],
  repeats: 1,
  metrics: [
    {
      id: "accuracy",
      title: "Accuracy",
      description: "Share of groups with only right answers.",
      headline: true,
      higherIsBetter: true,
      unit: "share",
    },
  ],
  cuts: [{ attribute: "country", title: "Country", geographic: true }],
  published: [],
  load: async (files) => {
    const rows = await files.rows("items.csv");
    return {
      items: rows.map((row, index) => madeItem(String(row.id), index)),
      problems: [],
      dataVersion: `${rows.length} rows`,
      synthetic: true,
    };
  },
  applies: () => true,
  order: () => ["A", "B"],
  prompt: (item, variant) => ({
    messages: [{ role: "user", content: `${variant.id}: ${item.question}` }],
    parameters: { temperature: 0 },
    candidates: [
      { optionId: "A", text: "A" },
      { optionId: "B", text: "B" },
    ],
  }),
  parse: (reply) => {
    const value = /^\s*([AB])\b/.exec(reply)?.[1];
    return value === undefined
      ? { value: null, missing: "unparsed", rule: "none" }
      : { value, missing: null, rule: "letter" };
  },
  score: (rows) => [
    {
      metric: "accuracy",
      points: { value: rows.every(({ parsed }) => parsed.value === "B") ? 1 : 0, missing: null },
    },
  ],
  baselines: () => [{ name: "uniform guess", metric: "accuracy", value: 0.25 }],
  simulate: () => "B",
  judge: {
    prompt: ({ reply }) => ({
      messages: [{ role: "user", content: `Judge: ${reply}` }],
      parameters: { temperature: 0 },
    }),
    parse: (verdict) => {
      const value = /^VERDICT ([AB])$/.exec(verdict)?.[1];
      return value === undefined
        ? { value: null, missing: "unparsed", rule: "judge/rambling" }
        : { value, missing: null, rule: "judge/verdict" };
    },
  },
});

function madeItem(id: string, index: number): Item {
  const group = `g${Math.floor(index / 2)}`;
  return {
    id,
    group,
    cluster: group,
    language: "en",
    stimulus: [],
    question: `Question ${id}?`,
    format: { kind: "choice", options },
    optOuts: [],
    gold: { kind: "key", accepted: ["B"] },
    attributes: { country: index % 4 < 2 ? "Chile" : "Japan" },
    record: {},
  };
}

/** The text of `items.csv` with so many rows. */
export function madeItems(count: number): string {
  return `id\n${Array.from({ length: count }, (_, index) => `q${index}\n`).join("")}`;
}
