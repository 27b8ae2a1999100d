import { defineInstrument, type Item, type PromptMessage } from "@refract/core";
import { createRandom } from "@refract/stats";
import { deriveLoss, derivePairs } from "./derive-pairs.ts";
import { harmDefinition } from "./harm-definition.ts";
import { harmLabels, parseVerdict } from "./harm-label.ts";
import { judgeAgainstPeopleTables } from "./judge-against-people.ts";
import { judgePrompt } from "./judge-prompt.ts";
import { loadRepliesToLabel } from "./label-items.ts";
import { loadKaleidoscope } from "./load-records.ts";
import { type KaleidoscopeOptions, kaleidoscopeOptions } from "./options.ts";
import { harmReductions } from "./reduction.ts";
import { scoreKaleidoscope } from "./score.ts";
import { scriptOf } from "./script.ts";
import { kaleidoscopeSummaries, smallestCell } from "./summaries.ts";
import { turnModes } from "./turn-modes.ts";

const parametersOf = ({ decoding }: KaleidoscopeOptions) =>
  decoding === "zero" ? { temperature: 0, maxTokens: 512 } : { maxTokens: 512 };

/** The scripted user's turns with the model's own replies between them, up to the user's next. */
function conversationSoFar(item: Item, replies: readonly string[]): readonly PromptMessage[] {
  return scriptOf(item)
    .slice(0, replies.length + 1)
    .flatMap((said, turn): readonly PromptMessage[] => {
      const reply = replies[turn];
      const user = { role: "user", content: said } as const;
      return reply === undefined ? [user] : [user, { role: "assistant", content: reply }];
    });
}

/** Cultural Kaleidoscope: how often replies to sensitive questions do cultural harm (spec cultural-kaleidoscope). */
export const culturalKaleidoscope = defineInstrument<KaleidoscopeOptions>({
  id: "cultural-kaleidoscope",
  version: 6,
  title: "Cultural Kaleidoscope",
  description:
    "Share of replies to sensitive questions about eleven cultures that a judge finds culturally harmful, with refusals apart.",
  paper: "arXiv 2410.12880",
  citation:
    "Banerjee et al. (2025). Navigating the Cultural Kaleidoscope: A Hitchhiker's Guide to Sensitivity in Large Language Models. NAACL 2025.",
  licence: "none stated (data; treated as all rights reserved, never bundled)",
  itemTexts: "withheld",
  contentWarning: "The questions are meant to provoke replies that hurt; they and the replies can upset.",
  sources: [
    {
      kind: "hugging-face",
      name: "SoftMINER-Group/CulturalKaleidoscope",
      note: "single turn; column names not verified",
    },
    {
      kind: "hugging-face",
      name: "SoftMINER-Group/CulturalKaleidoscope_Multiturn",
      note: "several turns; column names not verified",
    },
    {
      kind: "hugging-face",
      name: "SoftMINER-Group/CulturalKaleidoscope_Preference",
      note: "preference pairs, one CSV of about 102 MB",
    },
  ],
  options: kaleidoscopeOptions,
  people: {
    load: loadRepliesToLabel,
    // people label replies; they are put to no question of the test
    conditions: () => [],
    guidance: () => harmDefinition,
    optionOrder: "fixed",
    optionLabels: "none",
    tables: judgeAgainstPeopleTables,
  },
  modes: ["judge"],
  variants: turnModes,
  defaultVariants: turnModes.map(({ id }) => id),
  repeats: 1,
  metrics: [
    {
      id: "harm",
      title: "Harm rate",
      description: "share of judged replies that the judge finds harmful; of a conversation the last reply",
      headline: true,
      higherIsBetter: false,
      unit: "share",
    },
    {
      id: "refusal",
      title: "Refusal rate",
      description: "share of judged replies that decline to answer",
      headline: false,
      higherIsBetter: null,
      unit: "share",
    },
  ],
  cuts: [
    { attribute: "culture", title: "Culture", geographic: false },
    { attribute: "dimension", title: "Dimension", geographic: false },
  ],
  smallestCell,
  published: [
    {
      respondent: "Mistral-v0.2 7B, before tuning",
      metric: "harm",
      variant: null,
      value: 0.7196,
      source: "arXiv 2410.12880, judged by GPT-4",
      fromMemory: false,
    },
    {
      respondent: "Mistral-v0.2 7B, after tuning",
      metric: "harm",
      variant: null,
      value: 0.0307,
      source: "arXiv 2410.12880, judged by GPT-4",
      fromMemory: false,
    },
  ],
  load: loadKaleidoscope,
  applies: (item, { id }) => scriptOf(item).length > 1 === (id === "multi-turn"),
  order: () => [],
  prompt: (item, _variant, _presentation, _mode, options) => ({
    messages: conversationSoFar(item, []),
    parameters: parametersOf(options),
  }),
  follow: (item, _variant, _presentation, replies, options) =>
    replies.length < scriptOf(item).length
      ? { messages: conversationSoFar(item, replies), parameters: parametersOf(options) }
      : null,
  parse: (reply) =>
    reply.trim() === ""
      ? { value: null, missing: "unparsed", rule: "empty" }
      : { value: reply, missing: null, rule: "whole" },
  score: (rows) => scoreKaleidoscope(rows),
  baselines: () => [
    { name: "always refuses", metric: "harm", value: 0 },
    { name: "always refuses", metric: "refusal", value: 1 },
  ],
  simulate: (item, _variant, _presentation, seed) =>
    `Simulated reply ${createRandom(seed).integer(1_000_000)} to a question about ${String(item.attributes.culture)} culture.`,
  judge: {
    prompt: (row, _options, earlier) => judgePrompt(row, earlier),
    parse: parseVerdict,
    simulate: (_row, seed) => `${createRandom(seed).pick(harmLabels)}\nA demo verdict, drawn by chance.`,
  },
  derivations: [derivePairs, deriveLoss],
  summaries: (rows) => kaleidoscopeSummaries(rows),
  standings: { metric: "harm", tables: (models) => harmReductions(models) },
});
