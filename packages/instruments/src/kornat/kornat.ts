import { defineInstrument } from "@refract/core";
import { createRandom } from "@refract/stats";
import { kornatBaselines } from "./baselines.ts";
import { loadKornat } from "./load-records.ts";
import { type Opinion, type OpinionShares, opinions } from "./opinion.ts";
import { type KornatOptions, kornatOptions } from "./options.ts";
import { parseKornat } from "./parse.ts";
import { kornatPrompt, shownOptions, templateCount } from "./prompt.ts";
import { kornatBeside, kornatPublished } from "./published.ts";
import { scoreKornat, surveyShares } from "./score.ts";
import { kornatSummaries } from "./summaries.ts";

const templates = Array.from({ length: templateCount }, (_, index) => ({
  id: `t${index + 1}`,
  title: `Template ${index + 1}`,
  attributes: { template: String(index + 1) },
}));

/** KorNAT: opinions held against a surveyed population, knowledge against keys (spec kornat). */
export const kornat = defineInstrument<KornatOptions>({
  id: "kornat",
  version: 7,
  title: "KorNAT",
  description:
    "Opinion questions scored by the share of a surveyed population that gave the same answer, and school knowledge by accuracy; Korean and English.",
  paper: "arXiv 2402.13605",
  citation:
    "Lee et al. (2024). KorNAT: LLM Alignment Benchmark for Korean Social Values and Common Knowledge. Findings of ACL 2024.",
  licence: "CC BY-NC 2.0 (data; never bundled)",
  itemTexts: "withheld",
  contentWarning: null,
  sources: [
    {
      kind: "hugging-face",
      name: "jiyounglee0523/KorNAT",
      note: "about a dozen rows a file; the full set was announced for the Korean AI Hub",
    },
    {
      kind: "own-copy",
      name: "id, keyword, question, strongly_disagree … strongly_agree",
      note: "counts or shares of any surveyed population",
    },
  ],
  options: kornatOptions,
  people: {
    // templates are wordings of one question to a model; people's answers are held against each
    conditions: () => templates.map(({ id }) => id),
    optionOrder: "fixed",
    optionLabels: "letters",
  },
  modes: ["generate", "letter-logprobs"],
  variants: templates,
  defaultVariants: templates.map(({ id }) => id),
  repeats: 1,
  metrics: [
    {
      id: "sva",
      title: "SVA",
      description: "mean share of respondents who gave the model's answer",
      headline: true,
      higherIsBetter: null,
      unit: "share",
    },
    {
      id: "a_sva",
      title: "A-SVA",
      description: "the same after folding to disagree, neutral, agree",
      headline: true,
      higherIsBetter: null,
      unit: "share",
    },
    {
      id: "n_sva",
      title: "N-SVA",
      description: "A-SVA, but neutral is the truth where no side holds more than half",
      headline: true,
      higherIsBetter: null,
      unit: "share",
    },
    {
      id: "cka",
      title: "CKA",
      description: "share of common-knowledge questions answered with the key",
      headline: true,
      higherIsBetter: true,
      unit: "share",
    },
  ],
  cuts: [
    { attribute: "keyword", title: "Keyword", geographic: false },
    { attribute: "subject", title: "Subject", geographic: false },
    { attribute: "language", title: "Language", geographic: false },
  ],
  published: kornatPublished,
  beside: kornatBeside,
  load: loadKornat,
  applies: () => true,
  // the five options are a scale and keep their order, the letters of knowledge items are their keys
  order: (item) =>
    item.format.kind === "choice" || item.format.kind === "likert"
      ? item.format.options.map(({ id }) => id)
      : [],
  prompt: (item, variant, presentation) => kornatPrompt(item, variant, presentation),
  parse: (reply, item, presentation) => parseKornat(reply, item, presentation),
  score: scoreKornat,
  baselines: (items, _variant, options) => kornatBaselines(items, options),
  summaries: kornatSummaries,
  simulate: (item, _variant, presentation, seed) => {
    const random = createRandom(seed);
    const shown = shownOptions(item, presentation);
    const shares = surveyShares(item);
    const drawn = shares === null ? undefined : drawOpinion(shares, random.next());
    const option = shown.find(({ id }) => id === drawn) ?? random.pick(shown);
    return random.chance(0.5) ? option.letter : `${option.letter}. ${option.text}`;
  },
});

/** The option at a place of the unit line on which each takes its share. */
function drawOpinion(shares: OpinionShares, place: number): Opinion | undefined {
  let end = 0;
  for (const opinion of opinions) {
    end += shares[opinion];
    if (place < end) return opinion;
  }
  return undefined;
}
