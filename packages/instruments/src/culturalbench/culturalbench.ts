import { defineInstrument, type Item } from "@refract/core";
import { createRandom } from "@refract/stats";
import { letterOf } from "../option-letter.ts";
import { readReply } from "../reply-reader/read-reply.ts";
import { letteredForm } from "../reply-reader/reply-form.ts";
import { deriveKeys } from "./derive-keys.ts";
import { deriveProbe } from "./derive-probe.ts";
import { loadCulturalBench } from "./load-records.ts";
import { type CulturalBenchOptions, culturalBenchOptions } from "./options.ts";
import { parseTogether, parseTruth } from "./parse.ts";
import { constantShare, scoreCulturalBench } from "./score.ts";
import { culturalBenchSummaries } from "./summaries.ts";

const letters = ["a", "b", "c", "d"];
const finding = (what: string, value: string, source = "arXiv 2410.02677, v2") => ({
  finding: what,
  value,
  source,
  fromMemory: false,
});
const published = (respondent: string, variant: string, value: number, note: string) => ({
  respondent,
  metric: "accuracy",
  variant,
  value,
  source: `arXiv 2410.02677, ${note}`,
  fromMemory: false,
});

/** CulturalBench Easy and Hard (spec culturalbench). */
export const culturalBench = defineInstrument<CulturalBenchOptions>({
  id: "culturalbench",
  version: 6,
  title: "CulturalBench",
  description: "Cultural knowledge of 45 regions as four options (Easy) and as four judgements (Hard).",
  paper: "arXiv 2410.02677",
  citation: "Chiu et al. (2025). CulturalBench. ACL 2025.",
  licence: "CC BY 4.0 (data)",
  itemTexts: "public",
  contentWarning: null,
  sources: [{ kind: "hugging-face", name: "kellycyy/CulturalBench", note: "Easy and Hard, split test" }],
  options: culturalBenchOptions,
  people: {
    conditions: ({ record }) => [String(record.form)],
    guidance: ({ format }) => guidanceFor(format.kind),
    optionOrder: "fixed",
    optionLabels: "letters",
  },
  modes: ["generate"],
  variants: [
    { id: "easy", title: "Easy: one of four", attributes: {} },
    { id: "hard", title: "Hard: four judgements", attributes: {} },
    { id: "hard-in-one", title: "Hard: four judgements in one call", attributes: {} },
  ],
  defaultVariants: ["easy", "hard"],
  repeats: 1,
  metrics: [
    {
      id: "accuracy",
      title: "Accuracy",
      description: "share of questions right; in Hard all four judgements must be",
      headline: true,
      higherIsBetter: true,
      unit: "share",
    },
    {
      id: "judgement",
      title: "Judgement accuracy",
      description: "share of single judgements right, Hard only; never the headline",
      headline: false,
      higherIsBetter: true,
      unit: "share",
    },
  ],
  cuts: [
    { attribute: "country", title: "Country", geographic: true },
    { attribute: "topic", title: "Topic", geographic: false },
    { attribute: "region", title: "Region", geographic: false },
    { attribute: "answers", title: "Right answers", geographic: false, tellsAnswer: true },
  ],
  published: [
    published("people", "hard", 0.926, "v1"),
    published("people", "hard", 0.924, "v2"),
    published("GPT-4o", "hard", 0.615, "v1"),
    published("GPT-4o", "hard", 0.604, "v2"),
    published("GPT-4o", "easy", 0.888, "v1 (Hard plus the stated difference)"),
    published("o1", "hard", 0.615, "v2"),
    published("o1", "easy", 0.896, "v2"),
    published("Llama-3.1-70B", "hard", 0.546, "v2"),
    published("Llama-3.1-8B", "hard", 0.36, "v2"),
    published("Llama-3-8B", "hard", 0.214, "v1"),
    published("Aya-8B", "hard", 0.287, "v2"),
  ],
  findings: [
    finding("Mean over models on Hard, questions with one right answer, with several", "49.6 % and 20.9 %"),
    finding("Mean over models on Hard, North America", "57.9 %"),
    finding("Mean over models on Hard, South Asia", "51.5 %"),
    finding("Mean over models on Hard, South America", "41.5 %"),
    finding("Mean over models on Hard, Middle East and West Asia", "37.8 %"),
    finding(
      "Easy, choosing the option most like the country's name by embedding",
      "40.4 %",
      "arXiv 2410.02677",
    ),
  ],
  load: loadCulturalBench,
  applies: (item, variant) => item.record.form === variant.id,
  order: (item) => (item.format.kind === "choice" ? letters : []),
  prompt: (item) => ({
    messages: [{ role: "user", content: promptLines(item).join("\n") }],
    parameters: { temperature: 0, maxTokens: item.format.kind === "several" ? 60 : 20 },
  }),
  parse: (reply, { format }) => {
    if (format.kind === "choice") return readReply(reply, letteredForm(format.options));
    return format.kind === "several" ? parseTogether(reply) : parseTruth(reply);
  },
  score: (rows) => scoreCulturalBench(rows),
  baselines: (all, variant) => {
    const items = all.filter(({ record }) => record.form === variant.id);
    const baseline = (name: string, value: number) => ({ name, metric: "accuracy", value });
    return variant.id === "easy"
      ? [
          ...letters.map((id) => baseline(`always ${id.toUpperCase()}`, constantShare(items, id))),
          baseline("uniform guess", 0.25),
        ]
      : [
          baseline("always true", constantShare(items, true)),
          baseline("always false", constantShare(items, false)),
          baseline("fair coin", 0.5 ** 4),
        ];
  },
  derivations: [deriveKeys, deriveProbe],
  summaries: (rows) => culturalBenchSummaries(rows),
  simulate: ({ format }, _variant, _presentation, seed) => {
    const random = createRandom(seed);
    if (format.kind === "choice") return random.pick(["A", "B", "C", "D"]);
    if (format.kind !== "several") return random.pick(["True", "False"]);
    return format.options
      .map((_, place) => `${letterOf(place)}: ${random.pick(["True", "False"])}`)
      .join("\n");
  },
});

const judgeEach = "Judge each by itself: several can be right, or one.";

/** What a person has to know of a form; an Easy question says all by itself. */
function guidanceFor(kind: Item["format"]["kind"]): string | null {
  if (kind === "several") return `Four proposed answers. ${judgeEach} Choose all that are right.`;
  return kind === "true-false"
    ? "Is the proposed answer right? Of the answers proposed to one question several can be right, or one."
    : null;
}

function promptLines({ question, format, record }: Item): readonly string[] {
  const lettered =
    format.kind === "choice" || format.kind === "several"
      ? format.options.map((option, place) => `${letterOf(place)}. ${option.text}`)
      : [];
  switch (format.kind) {
    case "choice":
      return [question, ...lettered, "Reply with one letter, A, B, C or D."];
    case "several":
      return [
        `Question: ${question}`,
        "Four proposed answers:",
        ...lettered,
        `${judgeEach} Reply with four lines, each a letter, a colon, and True or False.`,
      ];
    default:
      return [
        `Question: ${String(record.question)}`,
        `Proposed answer: ${String(record.candidate)}`,
        "Is it right? Reply True or False.",
      ];
  }
}
