import type { Item, ItemOption, Presentation, PromptCall, Variant } from "@refract/core";
import wordings from "./prompts.json" with { type: "json" };

type PromptLanguage = keyof typeof wordings;

export const templateCount = wordings.ko.templates.length;
const letters = ["A", "B", "C", "D", "E"] as const;

/** Korean where a text holds Hangul, as the released files differ in language only. */
export function languageOf(text: string): PromptLanguage {
  return /\p{Script=Hangul}/u.test(text) ? "ko" : "en";
}

export function optionText(
  language: PromptLanguage,
  option: keyof (typeof wordings)["en"]["options"],
): string {
  return wordings[language].options[option];
}

/** The options as shown: lettered in the order of the presentation. */
export function shownOptions(
  item: Item,
  presentation: Presentation,
): readonly (ItemOption & { readonly letter: string })[] {
  if (item.format.kind !== "choice" && item.format.kind !== "likert") return [];
  const { options } = item.format;
  return presentation.optionOrder.flatMap((id, place) => {
    const option = options.find((candidate) => candidate.id === id);
    const letter = letters[place];
    return option === undefined || letter === undefined ? [] : [{ ...option, letter }];
  });
}

/** One user message: a template of our own wording in the item's language, lettered options, one letter asked. */
export function kornatPrompt(item: Item, variant: Variant, presentation: Presentation): PromptCall {
  const language: PromptLanguage = item.language === "ko" ? "ko" : "en";
  const templates =
    item.format.kind === "likert" ? wordings[language].templates : wordings[language].knowledge;
  const template = templates[Number(variant.attributes.template) - 1];
  if (template === undefined) throw new Error(`no template "${variant.attributes.template}"`);
  const options = shownOptions(item, presentation).map(({ letter, text }) => `${letter}. ${text}`);
  return {
    messages: [
      {
        role: "user",
        // functions, since a question may hold "$&"
        content: template
          .replace("{question}", () => item.question)
          .replace("{options}", () => options.join("\n")),
      },
    ],
    parameters: { temperature: 0, maxTokens: 16 },
    candidates: shownOptions(item, presentation).map(({ id, letter }) => ({ optionId: id, text: letter })),
  };
}
