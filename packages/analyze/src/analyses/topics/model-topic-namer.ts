import type { ModelEntry } from "@refract/core";
import type { ModelService } from "@refract/models";
import type { TopicNamer } from "../../topic-namer.ts";

const instruction =
  "You label groups of short texts that people wrote to a chat assistant. Answer with a label of two to four English words in title case that says what the group is about. Write the label and nothing else: no quotation marks, no full stop, no explanation.";

export interface ModelTopicNamerOptions {
  readonly service: ModelService;
  readonly model: ModelEntry;
  readonly signal: AbortSignal;
  /** For one topic, retries included. Default 60,000. */
  readonly deadlineMs?: number;
  /** Most money for all topics; null for no cap. */
  readonly capUsd: number | null;
}

/** A namer of topics by a chat model: temperature 0, at most 48 tokens, as in PRISM (spec prism-analysis, section 3); wording our own. */
export function createModelTopicNamer(options: ModelTopicNamerOptions): TopicNamer {
  const { service, model, signal, deadlineMs = 60_000, capUsd } = options;
  return Object.freeze({
    name: model.id,
    nameTopic: async ({
      words,
      texts,
    }: {
      readonly words: readonly string[];
      readonly texts: readonly string[];
    }) => {
      const question = [
        `Typical words: ${words.join(", ")}`,
        "Typical texts:",
        ...texts.map((text) => `- ${text.replace(/\s+/g, " ").slice(0, 500)}`),
        "Label:",
      ].join("\n");
      const answer = service.ask(
        model,
        {
          messages: [
            { role: "system", content: instruction },
            { role: "user", content: question },
          ],
          parameters: { temperature: 0, maxTokens: 48 },
        },
        { signal, deadlineMs, retries: 2, budget: { name: "topic-names", capUsd } },
      );
      for await (const event of answer) if (event.kind === "end") return cleanLabel(event.answer.text);
      return "";
    },
  });
}

/** The first line without quotation marks, full stop and Markdown, at most 60 characters. */
function cleanLabel(text: string): string {
  const line = text.trim().split("\n")[0] ?? "";
  return line
    .replace(/^label:/i, "")
    .replace(/^[\s"'“”*#]+|[\s"'“”*.]+$/gu, "")
    .slice(0, 60);
}
