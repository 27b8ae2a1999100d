import type { Item, PromptCall, Variant } from "@refract/core";
import texts from "./prompts.json" with { type: "json" };

/** One user message: task, context of the condition, story, options, cue (protocol 2). */
export function normadPrompt(item: Item, variant: Variant): PromptCall {
  const condition = variant.id;
  const contexts = new Map(Object.entries(texts.contexts)).get(condition);
  const country = `${texts.countryLabel} ${String(item.attributes.country)}`;
  const rule = (text: unknown) => `${texts.ruleLabel} ${String(text)}`;
  const lines: Readonly<Record<string, readonly string[]>> = {
    country: [country],
    value: [rule(item.record.value)],
    cval: [country, rule(item.record.value)],
    rot: [rule(item.record.rule)],
  };
  const about =
    contexts === undefined ? texts.withoutContext : texts.withContext.replace("{contexts}", contexts);
  return {
    messages: [
      {
        role: "user",
        content: [
          `${texts.task} ${about} ${texts.choice}`,
          ...(lines[condition] ?? []),
          `${texts.storyLabel} ${item.question}`,
          texts.options,
          texts.cue,
        ].join("\n\n"),
      },
    ],
    parameters: { temperature: 0, maxTokens: 50 },
  };
}
