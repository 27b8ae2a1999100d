import type { Item, Presentation, PromptCall, Variant } from "@refract/core";
import wordings from "./prompts.json" with { type: "json" };

export const templateIds = ["inst-4", "pers-3"] as const;

/** Templates of one region by `template/run`: `inst-4/local`, `pers-3/english`; `{q}` is the question. */
export type RegionTemplates = Readonly<Record<string, string>>;

/** Our own wordings, the region named in English. Not read by native speakers. */
export function ownTemplates(language: string, region: string): RegionTemplates {
  const known = Object.entries(wordings);
  const local = known.find(([code]) => code === language)?.[1] ?? wordings.en;
  return Object.fromEntries(
    templateIds.flatMap((id) => [
      [`${id}/local`, local[id].replace("{region}", () => region)],
      [`${id}/english`, wordings.en[id].replace("{region}", () => region)],
    ]),
  );
}

/** The message of a short-answer item. */
export function shortAnswerPrompt(item: Item, variant: Variant): string {
  const run = variant.attributes.run === "english" ? "english" : "local";
  const template = textOf(item.record[`${variant.attributes.template ?? ""}/${run}`]);
  const question = run === "english" ? textOf(item.record.englishQuestion) : item.question;
  return template.replace("{q}", () => question);
}

export function blendPrompt(item: Item, variant: Variant, presentation: Presentation): PromptCall {
  if (item.format.kind !== "choice")
    return {
      messages: [{ role: "user", content: shortAnswerPrompt(item, variant) }],
      parameters: { temperature: 0, topP: 1, maxTokens: 64 },
    };
  const { options } = item.format;
  const shown = presentation.optionOrder.flatMap((id) => options.filter((option) => option.id === id));
  const asked = textOf(item.record.prompt);
  const content =
    asked === ""
      ? `${item.question}\n\n${shown.map(({ id, text }) => `${id}. ${text}`).join("\n")}\n\nChoose one letter, without an explanation. Answer as JSON: {"answer_choice":""}`
      : asked;
  return {
    messages: [{ role: "user", content }],
    parameters: { temperature: 0, topP: 1, maxTokens: 64 },
    candidates: shown.map(({ id }) => ({ optionId: id, text: id })),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
