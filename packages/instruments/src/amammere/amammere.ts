import { defineInstrument } from "@refract/core";
import { createRandom } from "@refract/stats";
import { letterOf } from "../option-letter.ts";
import { readReply } from "../reply-reader/read-reply.ts";
import { letteredForm } from "../reply-reader/reply-form.ts";
import { deriveAgreement, deriveItems } from "./derive-items.ts";
import { loadAmammere } from "./load-records.ts";
import { type AmammereOptions, amammereOptions } from "./options.ts";
import { scoreAmammere } from "./score.ts";
import { amammereSummaries } from "./summaries.ts";

const ids = ["a", "b", "c", "d"];
const versions = [
  { id: "unspecified", title: "No country named" },
  { id: "ghana", title: "Ghana named" },
  { id: "us", title: "US named" },
] as const;
const share = (
  id: string,
  title: string,
  description: string,
  headline: boolean,
  higherIsBetter: boolean | null,
) => ({
  id,
  title,
  description,
  headline,
  higherIsBetter,
  unit: "share" as const,
});

const finding = (what: string, value: string) => ({
  finding: what,
  value,
  source: "arXiv 2410.16451",
  fromMemory: false,
});

/** AMAMMERe: whose commonsense, Ghana's or the United States' (spec amammere). */
export const amammere = defineInstrument<AmammereOptions>({
  id: "amammere",
  version: 6,
  title: "AMAMMERe",
  description: "Commonsense questions whose best answer differs between Ghana and the United States.",
  paper: "arXiv 2410.16451",
  citation:
    "Susu Box or Piggy Bank: Assessing Cultural Commonsense Knowledge between Ghana and the U.S. EMNLP 2024.",
  licence: "not verified (gated data, never bundled)",
  itemTexts: "withheld",
  contentWarning: null,
  sources: [
    { kind: "hugging-face", name: "Christabel/AMAMMERe", note: "gated: accept its conditions first" },
  ],
  options: amammereOptions,
  people: {
    conditions: ({ attributes }) => [String(attributes.version)],
    guidance: () => "Choose the best answer.",
    optionOrder: "shuffled",
    optionLabels: "letters",
  },
  modes: ["generate", "likelihood"],
  splitsTies: true,
  variants: [
    ...versions.map(({ id, title }) => ({ id, title, attributes: { version: id } })),
    ...versions.flatMap(({ id, title }) =>
      ids.map((_, turn) => ({
        id: `${id}-rotation-${turn}`,
        title: `${title}, options turned by ${turn}`,
        attributes: { version: id, rotation: String(turn) },
      })),
    ),
  ],
  defaultVariants: ["unspecified", "ghana", "us"],
  repeats: 1,
  metrics: [
    share("accuracy", "Accuracy", "share of items with the named country's key", true, true),
    share(
      "share-gh",
      "Ghana's key",
      "share of items answered with the key of the pool of Ghana",
      false,
      null,
    ),
    share("share-us", "US key", "share of items answered with the key of the US pool", false, null),
    share("share-wrong", "Wrong", "share of items answered with neither pool's key", false, false),
    share("share-no-answer", "No answer", "share of replies without a readable answer", false, false),
  ],
  cuts: [
    { attribute: "version", title: "Version", geographic: false },
    { attribute: "hint", title: "How the country is hinted at", geographic: false },
  ],
  // the paper's table values could not be checked, so only directions are shown
  published: [],
  findings: [
    finding("Items", "525"),
    finding("Items that name no country", "every model sides with the US pool more than with the Ghanaian"),
    finding("Agreement in stage 3", "described as high within each pool; the number was not verified"),
    finding("Items that name or hint at a country", "models adapt in part; US accuracy stays above Ghana's"),
  ],
  load: loadAmammere,
  applies: (item, variant) => item.attributes.version === variant.attributes.version,
  order: (_item, { attributes }, seed, { shuffle }) => {
    if (attributes.rotation !== undefined) {
      const turn = Number(attributes.rotation);
      return [...ids.slice(turn), ...ids.slice(0, turn)];
    }
    return shuffle ? createRandom(seed).shuffle(ids) : ids;
  },
  prompt: (item, _variant, { optionOrder }, mode) => {
    const options = item.format.kind === "choice" ? item.format.options : [];
    if (mode === "likelihood")
      return {
        messages: [{ role: "user", content: item.question }],
        parameters: { temperature: 0 },
        // the answer goes on after a blank: without one other tokens would be scored
        candidates: options.map(({ id, text }) => ({ optionId: id, text: ` ${text}` })),
      };
    const lines = optionOrder.map(
      (id, place) => `${letterOf(place)}. ${options.find((option) => option.id === id)?.text ?? ""}`,
    );
    const content = [item.question, ...lines, "Reply with the letter of the best answer: A, B, C or D."].join(
      "\n",
    );
    return { messages: [{ role: "user", content }], parameters: { temperature: 0, maxTokens: 20 } };
  },
  parse: (reply, item, { optionOrder }, mode) => {
    const options = item.format.kind === "choice" ? item.format.options : [];
    // a likelihood is that of one option's whole text, whatever the text says
    const scored =
      mode === "likelihood" ? options.find(({ text }) => text.trim() === reply.trim()) : undefined;
    if (scored !== undefined) return { value: scored.id, missing: null, rule: "likelihood/text" };
    const shown = optionOrder.flatMap((id) => options.filter((option) => option.id === id));
    return readReply(reply, letteredForm(shown));
  },
  score: (rows) => scoreAmammere(rows),
  derivations: [deriveItems, deriveAgreement],
  summaries: amammereSummaries,
  baselines: (items, variant) => {
    const own = items.filter(({ attributes }) => attributes.version === variant.attributes.version);
    const held = (population: string, metric: string) =>
      own.some(({ gold }) => gold.kind === "per-population" && gold.keys[population] !== undefined)
        ? [{ name: "uniform guess", metric, value: 1 / ids.length }]
        : [];
    switch (variant.attributes.version) {
      case "ghana":
        return held("GH", "accuracy");
      case "us":
        return held("US", "accuracy");
      default:
        return [...held("GH", "share-gh"), ...held("US", "share-us")];
    }
  },
  simulate: (_item, _variant, _presentation, seed) => createRandom(seed).pick(["A", "B", "C", "D"]),
});
