import { defineInstrument, type ScoredRow } from "@refract/core";
import { createRandom } from "@refract/stats";
import { letterOf } from "../option-letter.ts";
import { replyPoints } from "../reply-points.ts";
import { readReply } from "../reply-reader/read-reply.ts";
import { letteredForm } from "../reply-reader/reply-form.ts";
import { deriveLabels } from "./derive-labels.ts";
import { loadGlobalMmlu } from "./load-records.ts";
import { type GlobalMmluOptions, globalMmluOptions } from "./options.ts";
import { globalMmluStandings } from "./standings.ts";
import { globalMmluSummaries } from "./summaries.ts";

const letters = ["a", "b", "c", "d"];
const english = { instruction: "Answer with one letter, A, B, C or D.", cue: "Answer:" };
const variants = [{ id: "english-cue", title: "English answer cue", attributes: {} }];
const accuracy = (id: string, title: string, of: string) => ({
  id,
  title,
  description: `share of ${of} answered right; unreadable replies are wrong`,
  headline: id === "accuracy",
  higherIsBetter: true,
  unit: "share" as const,
});

const finding = (what: string, value: string, fromMemory = false) => ({
  finding: what,
  value,
  source: "arXiv 2412.03304",
  fromMemory,
});

/** Global MMLU: accuracy over languages, apart for culturally sensitive and agnostic questions (spec global-mmlu). */
export const globalMmlu = defineInstrument<GlobalMmluOptions>({
  id: "global-mmlu",
  version: 6,
  title: "Global MMLU",
  description: "MMLU in 42 languages, apart for culturally sensitive and culturally agnostic questions.",
  paper: "arXiv 2412.03304",
  citation:
    "Global MMLU: Understanding and Addressing Cultural and Linguistic Biases in Multilingual Evaluation. ACL 2025.",
  licence: "Apache-2.0 (data)",
  itemTexts: "public",
  contentWarning: null,
  sources: [
    {
      kind: "hugging-face",
      name: "CohereLabs/Global-MMLU",
      note: "one configuration a language, splits test and dev",
    },
    {
      kind: "hugging-face",
      name: "CohereLabs/Global-MMLU-Lite",
      note: "200 CS and 200 CA questions a language",
    },
  ],
  options: globalMmluOptions,
  people: {
    conditions: () => variants.map(({ id }) => id),
    // "Both A and B" is an option's text
    optionOrder: "fixed",
    optionLabels: "letters",
  },
  modes: ["generate", "letter-logprobs"],
  variants,
  defaultVariants: ["english-cue"],
  repeats: 1,
  metrics: [
    accuracy("accuracy", "Accuracy", "all questions"),
    accuracy("ma", "Annotated", "questions labelled CS or CA"),
    accuracy("cs", "Culturally sensitive", "questions labelled CS"),
    accuracy("ca", "Culturally agnostic", "questions labelled CA"),
  ],
  cuts: [
    { attribute: "language", title: "Language", geographic: false },
    { attribute: "category", title: "Category", geographic: false },
    { attribute: "subject", title: "Subject", geographic: false },
    { attribute: "resources", title: "Resources of the language", geographic: false },
    { attribute: "sensitivity", title: "Label", geographic: false },
    { attribute: "timeSensitive", title: "Answer changes over time", geographic: false },
  ],
  // the paper's accuracies could not be checked, so only what it says of items and ranks is shown
  published: [],
  findings: [
    finding("Annotated questions that are culturally sensitive", "28 %"),
    finding("Of questions that need geography, those on North America or Europe", "84.9 %"),
    finding("Annotated rows in 42 languages, sensitive and agnostic", "33,264 and 86,436"),
    finding("Mean rank changes, sensitive against agnostic questions", "5.7 against 3.4", true),
    finding("Mean position changes, sensitive against agnostic questions", "7.3 against 3.7", true),
  ],
  load: loadGlobalMmlu,
  applies: () => true,
  order: () => letters,
  prompt: (item, _variant, _presentation, mode, { instructions }) => {
    const shots = Array.isArray(item.record.shots) ? item.record.shots.map(String) : [];
    const options = item.format.kind === "choice" ? item.format.options : [];
    const { instruction, cue } = instructions[item.language] ?? english;
    const asked = [item.question, ...options.map(({ text }, place) => `${letterOf(place)}. ${text}`), cue];
    const content = [...shots, asked.join("\n")].join("\n\n");
    return {
      messages: [{ role: "user", content: `${instruction}\n\n${content}` }],
      parameters: { temperature: 0, maxTokens: mode === "letter-logprobs" ? 1 : 20 },
      ...(mode === "letter-logprobs"
        ? { candidates: letters.map((id) => ({ optionId: id, text: id.toUpperCase() })) }
        : {}),
    };
  },
  parse: (reply, { format }) =>
    readReply(reply, letteredForm(format.kind === "choice" ? format.options : [])),
  score: ([row]) => (row === undefined ? [] : metricsOf(row)),
  baselines: (items) => [
    ...letters.map((id) => ({
      name: `always ${id.toUpperCase()}`,
      metric: "accuracy",
      value:
        items.filter(({ gold }) => gold.kind === "key" && gold.accepted.includes(id)).length / items.length,
    })),
    { name: "uniform guess", metric: "accuracy", value: 0.25 },
  ],
  derivations: [deriveLabels],
  summaries: (rows) => globalMmluSummaries(rows),
  standings: { metric: "accuracy", tables: globalMmluStandings },
  simulate: (_item, _variant, _presentation, seed) => createRandom(seed).pick(["A", "B", "C", "D"]),
});

function metricsOf({ item, parsed }: ScoredRow) {
  const right = item.gold.kind === "key" && item.gold.accepted.some((id) => id === parsed.value);
  const points = replyPoints(parsed, right ? 1 : 0);
  const label = item.attributes.sensitivity;
  const metrics =
    label === "CS" ? ["accuracy", "ma", "cs"] : label === "CA" ? ["accuracy", "ma", "ca"] : ["accuracy"];
  return metrics.map((metric) => ({ metric, points }));
}
