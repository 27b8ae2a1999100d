import { ownValue } from "@refract/core";
import type { Random } from "@refract/stats";
import type {
  ConversationCommand,
  ConversationView,
  QuestionsView,
} from "../conversation/conversation-view.ts";
import type { TimedCommand } from "../stage/stage-life.ts";
import { composeText } from "./compose-text.ts";
import { attributeMargins } from "./population.ts";
import type { SimulatedPerson } from "./simulated-person.ts";
import { decidingMs, readingMs, typingMs } from "./think-time.ts";
import { pointOnScale } from "./weighted-draw.ts";

type Block = QuestionsView["blocks"][number];

/** The scores of PRISM's openings have about this mean and spread, in percent of the scale. */
const usualScore = { mean: 59, standardDeviation: 29 };

export interface QuestionContext {
  readonly person: SimulatedPerson;
  readonly conversation: ConversationView;
  readonly language: string;
  /** Strengths by attribute of the model whose opening response was chosen. */
  readonly strengths: Readonly<Record<string, number>>;
  /** Score of that response in percent of the scale; null after a verdict. */
  readonly openingPercent: number | null;
  readonly maximumFeedbackCharacters: number;
  readonly random: Random;
}

/** Rates all statements and hands them in; or writes the feedback, whichever is asked now. */
export function questionCommands(context: QuestionContext): readonly TimedCommand<ConversationCommand>[] {
  const { questions } = context.conversation;
  switch (questions.step) {
    case "attributes":
      return [
        ...questions.blocks.flatMap((block) => blockCommands(block, context)),
        { thinkMs: 1000, command: { type: "attributes.submitted" } },
      ];
    case "feedback":
      return [feedbackCommand(questions.feedback?.required ?? false, context)];
    case null:
      return [];
  }
}

/**
 * Performance: the attribute's usual mean and spread, moved by the model's strength, by the score the person gave, and
 * by chance. Importance (blocks on the choice): moved by the person's weight of the attribute and by chance.
 */
function blockCommands(
  block: Block,
  { person, strengths, openingPercent, random }: QuestionContext,
): TimedCommand<ConversationCommand>[] {
  const isImportance = block.id.includes("choice");
  const liking = ((openingPercent ?? usualScore.mean) - usualScore.mean) / usualScore.standardDeviation;
  return block.statements.map((statement) => {
    const stream = random.stream(`${block.id} ${statement.id}`);
    const margins = attributeMargins(statement.id);
    const skipped = isImportance ? margins.choiceNotApplicable : margins.performanceNotApplicable;
    const notApplicable = block.notApplicable && stream.chance(skipped);
    const { mean, standardDeviation } = isImportance ? margins.choice : margins.performance;
    const deviation = isImportance
      ? 0.6 * (ownValue(person.attributeWeights, statement.id) ?? 0) + 0.8 * stream.normal()
      : 0.5 * (ownValue(strengths, statement.id) ?? 0) + 0.35 * liking + 0.79 * stream.normal();
    const percent = mean + standardDeviation * deviation;
    return {
      thinkMs: readingMs(person.pace, statement.text) + decidingMs(person.pace, stream),
      command: {
        type: "attributes.rated",
        block: block.id,
        statement: statement.id,
        value: notApplicable ? null : pointOnScale(percent / 100, block.minimum, block.maximum),
        notApplicable,
      },
    };
  });
}

function feedbackCommand(
  required: boolean,
  { person, language, openingPercent, maximumFeedbackCharacters, random }: QuestionContext,
): TimedCommand<ConversationCommand> {
  const stream = random.stream("feedback");
  const score = openingPercent ?? 55;
  const mood = score > 66 ? "feedbackGood" : score > 33 ? "feedbackMixed" : "feedbackBad";
  const text =
    !required && stream.chance(0.3)
      ? ""
      : composeText(language, [mood, "feedbackEnd"], stream, { maximum: maximumFeedbackCharacters });
  return {
    thinkMs: typingMs(person.pace, text) + decidingMs(person.pace, stream),
    command: { type: "feedback.submitted", text },
  };
}
