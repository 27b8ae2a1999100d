import { textIn } from "@refract/core";
import type { ReleaseAttributeBlock, ReleaseConversationDesign } from "@refract/dataset";
import { releasedBlocks } from "../release/released-blocks.ts";
import type { StudySetting } from "../stage/stage-context.ts";
import type { ConversationConfig } from "./conversation-config.ts";
import { touchedField } from "./touched-field.ts";

/** The design of a study's conversations as a dataset names it, in the study's first language. */
export function conversationDesign(
  config: ConversationConfig,
  { languages }: StudySetting,
): ReleaseConversationDesign {
  const language = languages[0] ?? "en";
  const say = (text: Parameters<typeof textIn>[0]) => textIn(text, language, language);
  const block = (id: string): ReleaseAttributeBlock | null => {
    const found = config.attributes.find((candidate) => candidate.id === id);
    if (found === undefined) return null;
    return {
      stem: say(found.stem),
      minimum: found.minimum,
      maximum: found.maximum,
      minimumLabel: say(found.minimumLabel),
      maximumLabel: say(found.maximumLabel),
      statements: found.statements.map((statement) => ({
        id: statement.id,
        text: say(statement.text),
      })),
    };
  };
  const { judge } = config;
  return {
    types: config.types.map((type) => ({ id: type.id, title: say(type.title) })),
    openingResponses: config.opening.models,
    laterResponses: config.continuation.with === "all" ? config.opening.models : config.continuation.samples,
    continuation: config.continuation.with,
    minimumTurns: config.turns.minimum,
    judge:
      judge.kind === "scale"
        ? {
            kind: "scale",
            minimum: judge.minimum,
            maximum: judge.maximum,
            startAt: judge.startAt === "none" ? null : judge.startAt,
            minimumLabel: say(judge.minimumLabel),
            maximumLabel: say(judge.maximumLabel),
          }
        : {
            kind: "verdict",
            options: judge.options.map((option) => ({
              id: option.id,
              label: say(option.label),
            })),
          },
    performanceAttributes: block("performance_attributes"),
    choiceAttributes: block("choice_attributes"),
    openFeedback: config.feedback === undefined ? null : say(config.feedback.prompt),
    otherFields: config.attributes.flatMap(({ id, stem, minimum, maximum, startAt, statements }) => {
      const isReleased = releasedBlocks.some((released) => released === id);
      return statements.flatMap((statement) => {
        const question = `${say(stem)} ${say(statement.text)}`.trim();
        const common = { levels: [], origin: "answered" as const };
        const value = {
          ...{ name: `${id}.${statement.id}`, question, kind: "number" as const, minimum, maximum },
          ...common,
        };
        const touched = {
          name: touchedField(id, statement.id),
          question: `whether the handle was touched, which stands at ${startAt} before: ${question}`,
          kind: "boolean" as const,
          ...{ minimum: null, maximum: null },
          ...common,
        };
        return [...(isReleased ? [] : [value]), ...(startAt === "none" ? [] : [touched])];
      });
    }),
  };
}
