import type { Random } from "@refract/stats";
import type {
  ConversationCommand,
  ConversationSettingsView,
  RatingTrace,
  TurnView,
} from "../conversation/conversation-view.ts";
import type { TimedCommand } from "../stage/stage-life.ts";
import { scoreFor } from "./scale-use.ts";
import type { SimulatedPerson } from "./simulated-person.ts";
import type { Deviations } from "./simulation-plan.ts";
import { decidingMs, readingMs } from "./think-time.ts";

type ScaleView = Extract<ConversationSettingsView["judge"], { kind: "scale" }>;
type ShownSlot = TurnView["slots"][number];

/** A response as the person finds it: worth of its model to them, how it came out, and how they judge it today. */
export interface FeltResponse {
  readonly slot: ShownSlot;
  readonly utility: number;
}

/**
 * How much better a later turn is than an opening by the same model, in units of utility: it answers what was asked
 * after. Set so that later turns are rated about 11 points above openings, as published.
 */
export const laterTurnLift = 0.3;

export function feelResponses(
  person: SimulatedPerson,
  deviations: Deviations,
  turn: TurnView,
  /** Who wrote the responses, in the order shown. */
  models: readonly string[],
  random: Random,
): readonly FeltResponse[] {
  return turn.slots.map((slot, place) => {
    const stream = random.stream(`response ${place}`);
    const worth = (person.utilities[models[place] ?? ""] ?? 0) + (turn.number === 0 ? 0 : laterTurnLift);
    return {
      slot,
      utility: worth + stream.normal(0, deviations.response) + stream.normal(0, deviations.rating),
    };
  });
}

/** Rates every response and settles the turn. Times in traces count from when the responses were shown. */
export function rateResponses(
  person: SimulatedPerson,
  felt: readonly FeltResponse[],
  judge: ScaleView,
  random: Random,
): readonly TimedCommand<ConversationCommand>[] {
  const ratings = scoreResponses(person, felt, judge, random);
  const commands: TimedCommand<ConversationCommand>[] = [];
  let sinceShownMs = 0;
  for (const [place, { slot, score, isLeft }] of ratings.entries()) {
    const stream = random.stream(`handling ${place}`);
    const readMs = readingMs(person.pace, slot.text ?? "");
    if (isLeft) {
      sinceShownMs += readMs;
      continue;
    }
    const firstTouchMs = sinceShownMs + readMs + decidingMs(person.pace, stream);
    const rate = (thinkMs: number, value: number, trace: RatingTrace) =>
      commands.push({ thinkMs, command: { type: "slot.rated", slotId: slot.id, score: value, trace } });
    const start = judge.startAt === "none" ? score : judge.startAt;
    const overshoot = Math.round(Math.abs(stream.normal(0, (judge.maximum - judge.minimum) / 20)));
    const trace = { touched: true, firstTouchMs, pathLength: Math.abs(score - start) + 2 * overshoot };
    const spentMs = sumOfThinking(commands);
    if (stream.chance(0.08) && score > judge.minimum) {
      // Now and then somebody puts the handle somewhere and thinks again.
      rate(firstTouchMs - spentMs, score - 1, { ...trace, pathLength: trace.pathLength + 1 });
      rate(decidingMs(person.pace, stream), score, { ...trace, pathLength: trace.pathLength + 2 });
    } else rate(firstTouchMs - spentMs, score, trace);
    sinceShownMs = sumOfThinking(commands);
  }
  commands.push({
    thinkMs:
      Math.max(0, sinceShownMs - sumOfThinking(commands)) + decidingMs(person.pace, random.stream("choice")),
    command: { type: "turn.chosen", slotId: choiceAmong(ratings, judge) },
  });
  return commands;
}

interface Rating extends FeltResponse {
  readonly score: number;
  /** The handle stands close enough to where it should go; it is not touched. */
  readonly isLeft: boolean;
}

function scoreResponses(
  { scaleUse }: SimulatedPerson,
  felt: readonly FeltResponse[],
  judge: ScaleView,
  random: Random,
): readonly Rating[] {
  const best = Math.max(...felt.map((response) => response.utility));
  return felt.map((response, place) => {
    // What can't be told from the best one gets the same mark.
    const isBest = best - response.utility < scaleUse.tieWidth;
    const score = scoreFor(
      isBest ? best : response.utility,
      scaleUse,
      judge,
      random.stream(isBest ? "mark of the best" : `mark ${place}`),
    );
    const { startAt } = judge;
    const near = (scaleUse.nearStart / 100) * (judge.maximum - judge.minimum);
    const isLeft = startAt !== "none" && response.slot.score === null && Math.abs(score - startAt) <= near;
    return { ...response, score: isLeft ? startAt : score, isLeft };
  });
}

/** Null where the highest score says it all, or the study draws among the tied; else the one liked best of them. */
function choiceAmong(ratings: readonly Rating[], judge: ScaleView): string | null {
  const highest = Math.max(...ratings.map((rating) => rating.score));
  const tied = ratings.filter((rating) => rating.score === highest);
  if (tied.length < 2 || judge.tie === "random") return null;
  return tied.toSorted((a, b) => b.utility - a.utility)[0]?.slot.id ?? null;
}

function sumOfThinking(commands: readonly TimedCommand<unknown>[]): number {
  return commands.reduce((sum, command) => sum + command.thinkMs, 0);
}
