import { defineInstrument } from "@refract/core";
import { createRandom } from "@refract/stats";
import { loadNormad } from "./load-records.ts";
import { type NormadOptions, normadOptions } from "./options.ts";
import { labels, parseCompat, parseStrict } from "./parse.ts";
import { normadPrompt, taskText } from "./prompt.ts";
import { normadFindings, normadPublished } from "./published.ts";
import { normadSummaries, scoreNormad } from "./score.ts";

/** NormAd-Eti: is what was done acceptable, with more or less cultural context (spec normad). */
export const normad = defineInstrument<NormadOptions>({
  id: "normad",
  version: 6,
  title: "NormAd",
  description: "Social acceptability of everyday situations, judged with more or less cultural context.",
  paper: "arXiv 2404.12464",
  citation:
    "Rao et al. (2025). NormAd: A Framework for Measuring the Cultural Adaptability of Large Language Models. NAACL 2025.",
  licence: "CC BY 4.0 (data)",
  // the authors keep the items out of crawls, and ask others to
  itemTexts: "withheld",
  contentWarning: null,
  sources: [
    { kind: "hugging-face", name: "akhilayerukola/NormAd", note: "keep the items out of public pages" },
    {
      kind: "own-copy",
      name: "normad_etiquette_final_data.csv",
      note: "from the authors' protected archive",
    },
  ],
  options: normadOptions,
  people: {
    conditions: (_item, { people_context }) => [people_context],
    guidance: (_item, { people_context }) => taskText(people_context),
    optionOrder: "fixed",
    optionLabels: "numbers",
  },
  modes: ["generate"],
  variants: [
    { id: "none", title: "No context", attributes: {} },
    { id: "country", title: "Country", attributes: {} },
    { id: "value", title: "Value", attributes: {} },
    { id: "cval", title: "Country and value", attributes: {} },
    { id: "rot", title: "Rule of thumb", attributes: {} },
  ],
  defaultVariants: ["country", "cval", "rot"],
  repeats: 1,
  metrics: [
    {
      id: "accuracy",
      title: "Accuracy",
      description: "share of stories with the gold label of three; unparsed replies are wrong",
      headline: true,
      higherIsBetter: true,
      unit: "share",
    },
  ],
  cuts: [
    { attribute: "label", title: "Gold label", geographic: false, tellsAnswer: true },
    { attribute: "subaxisGroup", title: "Group of subaxes", geographic: false },
    { attribute: "country", title: "Country", geographic: true },
    { attribute: "bin", title: "Inglehart-Welzel bin", geographic: false },
  ],
  published: normadPublished,
  findings: normadFindings,
  load: loadNormad,
  applies: () => true,
  // the published numbering is fixed
  order: () => labels,
  prompt: (item, variant, _presentation, _mode, { max_tokens }) => normadPrompt(item, variant, max_tokens),
  parse: (reply, _item, _presentation, _mode, { parsing }) =>
    parsing === "compat" ? parseCompat(reply) : parseStrict(reply),
  score: (rows) => scoreNormad(rows),
  baselines: (items) => [
    ...labels.map((label) => ({
      name: `always ${label}`,
      metric: "accuracy",
      value: items.filter(({ attributes }) => attributes.label === label).length / items.length,
    })),
    { name: "uniform guess", metric: "accuracy", value: 1 / 3 },
  ],
  simulate: (_item, _variant, _presentation, seed) => createRandom(seed).pick(["Yes", "No", "Neither"]),
  summaries: (rows) => normadSummaries(rows),
});
