import { type Baseline, defineInstrument, type Variant } from "@refract/core";
import { createRandom } from "@refract/stats";
import { readReply } from "../reply-reader/read-reply.ts";
import { letteredForm } from "../reply-reader/reply-form.ts";
import { parseChoiceReply } from "./choice-reply.ts";
import { cleanReply } from "./clean-reply.ts";
import { deriveAnnotations } from "./derive-annotations.ts";
import { deriveChoices } from "./derive-choices.ts";
import { hasEnglish, loadBlend } from "./load-records.ts";
import { type BlendOptions, blendOptions } from "./options.ts";
import { blendPrompt, shortAnswerPrompt, templateIds } from "./prompt.ts";
import { blendBeside, blendFindings, blendPublished } from "./published.ts";
import { groupsOf, scoreBlend } from "./score.ts";
import { blendStandings } from "./standings.ts";
import { blendSummaries } from "./summaries.ts";

const shortAnswerVariants: readonly Variant[] = (["local", "english"] as const).flatMap((run) =>
  templateIds.map((template) => ({
    id: `${template}-${run}`,
    title: `${template === "inst-4" ? "Plain question" : "As a person of the region"}, ${run === "local" ? "local language" : "English"}`,
    attributes: { template, run },
  })),
);
const variants: readonly Variant[] = [
  ...shortAnswerVariants,
  { id: "mcq", title: "Multiple choice, English", attributes: { form: "mcq" } },
];

/** BLEnD: everyday knowledge of 16 regions in 13 languages (spec blend). */
export const blend = defineInstrument<BlendOptions>({
  id: "blend",
  version: 7,
  title: "BLEnD",
  description:
    "Everyday cultural knowledge about 16 regions: short answers in the local language and English, weighted by the people who gave them, and English multiple choice.",
  paper: "arXiv 2406.09948",
  citation:
    "Myung et al. (2024). BLEnD: A Benchmark for LLMs on Everyday Knowledge in Diverse Cultures and Languages. NeurIPS 2024 Datasets and Benchmarks.",
  licence: "CC BY-SA 4.0 (data; never bundled)",
  itemTexts: "public",
  contentWarning: null,
  sources: [
    {
      kind: "hugging-face",
      name: "nayeon212/BLEnD",
      note: "annotations, questions, prompts and multiple choice",
    },
    { kind: "github", name: "nlee0212/BLEnD", note: "folders data/ and evaluation/mc_data" },
  ],
  options: blendOptions,
  people: {
    // people are asked the plain question, in the language of their region
    conditions: ({ format }) => [format.kind === "choice" ? "mcq" : "inst-4-local"],
    optionOrder: "fixed",
    optionLabels: "letters",
  },
  modes: ["generate"],
  variants,
  defaultVariants: variants.map(({ id }) => id),
  repeats: 1,
  metrics: [
    {
      id: "sem_b",
      title: "SEM-B",
      description: "share of questions whose reply holds an answer that people of the region gave",
      headline: true,
      higherIsBetter: true,
      unit: "share",
    },
    {
      id: "sem_w",
      title: "SEM-W",
      description: "the same, each hit weighted by its votes over those of the top answer",
      headline: false,
      higherIsBetter: true,
      unit: "share",
    },
    {
      id: "mcq",
      title: "MCQ",
      description: "share of multiple-choice questions answered with the key",
      headline: true,
      higherIsBetter: true,
      unit: "share",
    },
  ],
  cuts: [
    { attribute: "region", title: "Region", geographic: false },
    { attribute: "country", title: "Country", geographic: true },
    { attribute: "topic", title: "Topic", geographic: false },
  ],
  published: blendPublished,
  beside: blendBeside,
  findings: blendFindings,
  wording: ({ prompts }) =>
    prompts === "own"
      ? "short answers asked in Refract's own words"
      : "prompts of the user's copy, in Refract's own words where it has none",
  load: loadBlend,
  applies: (item, variant) => {
    if (item.format.kind === "choice") return variant.attributes.form === "mcq";
    if (variant.attributes.form === "mcq") return false;
    // where the local language is English there is one run, and none in English without English words
    return variant.attributes.run === "local" || (item.language !== "en" && hasEnglish(item));
  },
  // options are alphabetical by protocol
  order: (item) => (item.format.kind === "choice" ? item.format.options.map(({ id }) => id) : []),
  prompt: blendPrompt,
  parse: (reply, item, presentation, _mode, { parsing }) => {
    if (item.format.kind === "choice")
      return parsing === "strict"
        ? readReply(reply, letteredForm(item.format.options))
        : parseChoiceReply(reply, item.format.options);
    const variant = variants.find(({ id }) => id === presentation.variantId);
    const cleaned = cleanReply(
      reply.slice(0, 20_000),
      variant === undefined ? "" : shortAnswerPrompt(item, variant),
    );
    return cleaned === ""
      ? { value: null, missing: "unparsed", rule: "empty" }
      : { value: cleaned, missing: null, rule: "cleaned" };
  },
  score: scoreBlend,
  baselines: (items, variant) =>
    variant.attributes.form === "mcq"
      ? choiceBaselines(items.flatMap(({ gold }) => (gold.kind === "key" ? [gold.accepted] : [])))
      : [
          { name: "top answer of the region's people", metric: "sem_b", value: 1 },
          { name: "top answer of the region's people", metric: "sem_w", value: 1 },
        ],
  simulate: (item, variant, _presentation, seed) => {
    const random = createRandom(seed);
    if (item.format.kind === "choice")
      return JSON.stringify({ answer_choice: random.pick(item.format.options).id });
    const voted = groupsOf(item).flatMap((group) => Array.from({ length: group.count }, () => group));
    const group = random.pick(voted.length === 0 ? groupsOf(item) : voted);
    const wordings = variant.attributes.run === "english" ? group.en_answers : group.answers;
    return wordings[0] ?? group.en_answers[0] ?? "";
  },
  derivations: [deriveChoices, deriveAnnotations],
  summaries: blendSummaries,
  standings: { metric: "sem_b", tables: blendStandings },
});

function choiceBaselines(keys: readonly (readonly string[])[]): readonly Baseline[] {
  if (keys.length === 0) return [];
  return [
    ...["A", "B", "C", "D"].map((letter) => ({
      name: `always ${letter}`,
      metric: "mcq",
      value: keys.filter((accepted) => accepted.includes(letter)).length / keys.length,
    })),
    { name: "uniform guess", metric: "mcq", value: 0.25 },
  ];
}
