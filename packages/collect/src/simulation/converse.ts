import { RefractError } from "@refract/core";
import { createRandom, deriveSeed, type Random } from "@refract/stats";
import type { ConversationConfig } from "../conversation/conversation-config.ts";
import type {
  ConversationCommand,
  ConversationStageView,
  ConversationView,
} from "../conversation/conversation-view.ts";
import type { StageWalk, TimedCommand, WalkSetting } from "../stage/stage-life.ts";
import { questionCommands } from "./answer-conversation-questions.ts";
import { chooseConversation, wantedTurns } from "./choose-conversation.ts";
import { composeFollowUp } from "./compose-text.ts";
import { chooseVerdict } from "./give-verdict.ts";
import { feelResponses, rateResponses } from "./rate-responses.ts";
import type { SimulatedPerson } from "./simulated-person.ts";
import { decidingMs, readingMs, typingMs } from "./think-time.ts";

/** Somebody simulated in the conversations of a study. */
interface Converser extends WalkSetting {
  /** By verdict id: the place of the response it prefers, from 0; null for none. */
  readonly verdictWinners: Readonly<Record<string, number | null>>;
  /** By conversation, the models of the opening's responses in the order shown: the questions at its end are about them. */
  readonly openings: Map<string, readonly string[]>;
}

type Commands = readonly TimedCommand<ConversationCommand>[];

/** The page as it is, and the random stream of the conversation it is about. */
interface Scene {
  readonly view: ConversationStageView;
  readonly language: string;
  readonly random: Random;
}

/** How somebody simulated goes through a stage of conversations. */
export function converse(
  { judge }: ConversationConfig,
  setting: WalkSetting,
): StageWalk<ConversationStageView, ConversationCommand> {
  const options = judge.kind === "verdict" ? judge.options : [];
  const converser: Converser = {
    ...setting,
    verdictWinners: Object.fromEntries(options.map(({ id, winner }) => [id, winner])),
    openings: new Map(),
  };
  return (view, language) => commandsAt(converser, view, language);
}

function commandsAt(converser: Converser, view: ConversationStageView, language: string): Commands {
  const { person, plan, stageId } = converser;
  const { conversation, phase } = view;
  const ordinal = conversation?.ordinal ?? view.done + 1;
  const random = createRandom(deriveSeed(person.seed, stageId, "conversation", ordinal));
  const scene = { view, language, random };
  switch (phase) {
    case "practice": {
      const { prompt = "", responses = [] } = view.settings.practice ?? {};
      const thinkMs = readingMs(person.pace, [prompt, ...responses].join(" ")) + 5000;
      return [{ thinkMs, command: { type: "practice.finished" } }];
    }
    case "choose-type": {
      const command = chooseConversation(person, view, language, random);
      const typed = command.type === "conversation.begun" ? command.prompt : "";
      const thinkMs = typingMs(person.pace, typed) + decidingMs(person.pace, random.stream("time"));
      return [{ thinkMs, command }];
    }
    case "write":
      return conversation === null ? [] : [writeOrFinish(converser, conversation, scene)];
    case "rate":
      return conversation === null ? [] : judgeTurn(converser, conversation, scene);
    case "failed":
      if (conversation?.turn?.failure === "budget")
        throw new RefractError("budget-reached", `study ${plan.studyId}: the money for models is spent`);
      return [
        { thinkMs: decidingMs(person.pace, random.stream("retry")), command: { type: "turn.retried" } },
      ];
    case "questions":
      return conversation === null ? [] : answerQuestions(converser, conversation, scene);
    case "answering":
    case "done":
      return [];
  }
}

function writeOrFinish(
  { person }: Converser,
  conversation: ConversationView,
  scene: Scene,
): TimedCommand<ConversationCommand> {
  const turns = conversation.history.length;
  const hasEnough = turns >= wantedTurns(person, conversation, scene.random.stream("turns"));
  if (hasEnough && conversation.mayFinish)
    return { thinkMs: 2000, command: { type: "conversation.finished" } };
  return writeFollowUp(person, turns, scene);
}

function writeFollowUp(
  { pace }: SimulatedPerson,
  turn: number,
  { view, language, random }: Scene,
): TimedCommand<ConversationCommand> {
  const stream = random.stream(`message ${turn}`);
  const prompt = composeFollowUp(language, stream, view.settings.maximumPromptCharacters);
  return {
    thinkMs: typingMs(pace, prompt) + decidingMs(pace, stream),
    command: { type: "turn.sent", prompt },
  };
}

function judgeTurn(converser: Converser, conversation: ConversationView, scene: Scene): Commands {
  const { plan, person, modelOf, openings, verdictWinners } = converser;
  const { turn } = conversation;
  if (turn === null) return [];
  const models = turn.slots.map((slot) => modelOf(slot.id));
  if (turn.number === 0) openings.set(conversation.id, models);
  const random = scene.random.stream(`turn ${turn.number}`);
  const felt = feelResponses(person, plan.deviations, turn, models, random);
  const { judge } = scene.view.settings;
  if (judge.kind === "scale") return rateResponses(person, felt, judge, random);
  if (turn.number + 1 < wantedTurns(person, conversation, scene.random.stream("turns"))) {
    return [writeFollowUp(person, turn.number + 1, scene)];
  }
  const verdict = chooseVerdict(
    person,
    felt,
    judge.options.map((option) => option.id),
    verdictWinners,
    random,
  );
  const read = turn.slots.reduce((sum, slot) => sum + readingMs(person.pace, slot.text ?? ""), 0);
  const thinkMs = read + decidingMs(person.pace, random.stream("time"));
  return [{ thinkMs, command: { type: "verdict.given", verdict } }];
}

function answerQuestions(
  { plan, person, openings }: Converser,
  conversation: ConversationView,
  { view, language, random }: Scene,
): Commands {
  const responses = conversation.history[0]?.responses ?? [];
  const chosen = responses.findIndex((response) => response.chosen);
  const modelId = openings.get(conversation.id)?.[chosen];
  const score = responses[chosen]?.score ?? null;
  const { judge, maximumFeedbackCharacters } = view.settings;
  return questionCommands({
    person,
    conversation,
    language,
    strengths: plan.models.find((model) => model.id === modelId)?.strengths ?? {},
    openingPercent:
      score === null || judge.kind === "verdict"
        ? null
        : (100 * (score - judge.minimum)) / (judge.maximum - judge.minimum),
    maximumFeedbackCharacters,
    random,
  });
}
