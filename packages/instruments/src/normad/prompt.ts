import type { Item, PromptCall, Variant } from "@refract/core";
import texts from "./prompts.json" with { type: "json" };

/** The labelled lines of a condition: what the story is to be judged by. */
export function contextLines({ attributes, record }: Item, condition: string): readonly string[] {
  const country = `${texts.countryLabel} ${String(attributes.country)}`;
  const rule = (text: unknown) => `${texts.ruleLabel} ${String(text)}`;
  const lines: Readonly<Record<string, readonly string[]>> = {
    country: [country],
    value: [rule(record.value)],
    cval: [country, rule(record.value)],
    rot: [rule(record.rule)],
  };
  return lines[condition] ?? [];
}

/** The task of a condition: what to judge, by what, and what Neither means. Models and people are told the same. */
export function taskText(condition: string): string {
  const contexts = new Map(Object.entries(texts.contexts)).get(condition);
  const about =
    contexts === undefined ? texts.withoutContext : texts.withContext.replace("{contexts}", contexts);
  return `${texts.task} ${about} ${texts.choice}`;
}

/** One user message: task, context of the condition, story, options, cue (protocol 2). */
export function normadPrompt(item: Item, variant: Variant, maxTokens: number): PromptCall {
  const condition = variant.id;
  return {
    messages: [
      {
        role: "user",
        content: [
          taskText(condition),
          ...contextLines(item, condition),
          `${texts.storyLabel} ${item.question}`,
          texts.options,
          texts.cue,
        ].join("\n\n"),
      },
    ],
    parameters: { temperature: 0, maxTokens },
  };
}
