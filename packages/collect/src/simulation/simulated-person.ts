import { ownValue } from "@refract/core";
import { createRandom, deriveSeed, type Random } from "@refract/stats";
import { drawProfile, type Profile } from "./person-profile.ts";
import { attributeNames, conversationTypeShares, turnCounts } from "./population.ts";
import { drawScaleUse, type ScaleUse } from "./scale-use.ts";
import type { SimulationPlan } from "./simulation-plan.ts";
import { drawPace, type Pace } from "./think-time.ts";
import { drawLevel } from "./weighted-draw.ts";

/** How somebody goes about conversations. */
export interface ConversationHabits {
  /** Conversations more (or fewer) than the study asks for; fewer only where one may stop. */
  readonly beyondPlan: number;
  /** Conversations where the study names no number. */
  readonly ofOwnAccord: number;
  /** Takes whatever type they like, where quotas are soft. */
  readonly ignoresPlan: boolean;
  /** Weights by conversation type. */
  readonly typeWeights: Readonly<Record<string, number>>;
  /** Mean number of turns beyond the minimum. */
  readonly meanExtraTurns: number;
  /** For verdicts: what counts as no difference, and below which utility nothing is good. */
  readonly verdictTieWidth: number;
  readonly verdictFloor: number;
}

/** One simulated person. A function of plan and ordinal alone. */
export interface SimulatedPerson {
  /** From 1, in order of arrival. */
  readonly ordinal: number;
  /** Root of everything this person does. */
  readonly seed: string;
  /** Arrival, epoch milliseconds. */
  readonly startsAt: number;
  readonly language: string;
  readonly profile: Profile;
  readonly scaleUse: ScaleUse;
  /** How much an attribute matters, by attribute; standard normal over people. */
  readonly attributeWeights: Readonly<Record<string, number>>;
  /** What only this person thinks of a model, by model id. */
  readonly personByModel: Readonly<Record<string, number>>;
  /** All of it together, by model id: what a response of the model is worth to this person on average. */
  readonly utilities: Readonly<Record<string, number>>;
  readonly habits: ConversationHabits;
  readonly pace: Pace;
}

/** Seven minutes apart, give or take, and never out of order. */
const arrivalStepMs = 7 * 60_000;

/** Shares of people by conversations beyond the plan; with a plan of six the mean is 5.8 and the range 1 to 7. */
const beyondPlanShares = { "-5": 2, "-4": 1, "-3": 1.5, "-2": 2.5, "-1": 7, "0": 77, "1": 9 };

/**
 * Draws person number `ordinal`. With model m, group g(i) of person i, attributes a = 1..A:
 *
 *     utility[i,m] = quality[m] + groupOffset[g(i),m] + s_attribute / sqrt(A) * sum_a weight[i,a] * strength[m,a] + personByModel[i,m]
 *     score of response r by m = clamp(round(centre[i] + spread[i] * (utility[i,m] + e[r] + n[i,r])))
 *
 * e[r] ~ N(0, s_response²) is how well this response came out and n[i,r] ~ N(0, s_rating²) how it was judged; turns after
 * the opening get `laterTurnLift` more. Clamp and round are `scoreFor`.
 */
export function createSimulatedPerson(plan: SimulationPlan, ordinal: number): SimulatedPerson {
  const seed = deriveSeed(plan.seed, "person", ordinal);
  const random = createRandom(seed);
  const profile = drawProfile(random.stream("profile"), plan.levels, plan.takes);
  const attributeWeights = drawWeights(random.stream("attribute-weights"));
  const offsets = ownValue(plan.groupOffsets, ownValue(profile, plan.groupField) ?? "") ?? {};
  const personByModel = Object.fromEntries(
    plan.models.map(({ id }) => [
      id,
      random.stream(deriveSeed("person-by-model", id)).normal(0, plan.deviations.personByModel),
    ]),
  );
  const utilities = plan.models.map(({ id, quality, strengths }) => {
    const match = attributeNames.reduce(
      (sum, name) => sum + (attributeWeights[name] ?? 0) * (strengths[name] ?? 0),
      0,
    );
    const fit = (plan.deviations.attribute * match) / Math.sqrt(attributeNames.length);
    return [id, quality + (ownValue(offsets, id) ?? 0) + fit + (personByModel[id] ?? 0)];
  });
  return Object.freeze({
    ordinal,
    seed,
    startsAt: plan.startsAt + (ordinal - 1) * arrivalStepMs + random.stream("arrival").integer(arrivalStepMs),
    language: drawLanguage(random.stream("language"), plan.languages),
    profile,
    scaleUse: drawScaleUse(random.stream("scale-use")),
    attributeWeights,
    personByModel,
    utilities: Object.fromEntries(utilities),
    habits: drawHabits(random.stream("habits"), plan.conversationTypes),
    pace: drawPace(random.stream("pace")),
  });
}

/** One part in common, so that stated preferences correlate by about 0.3 as published. */
function drawWeights(random: Random): Record<string, number> {
  const common = random.normal();
  return Object.fromEntries(
    attributeNames.map((name) => [name, Math.sqrt(0.3) * common + Math.sqrt(0.7) * random.normal()]),
  );
}

/** Most take the study's first language, the others one of the others. */
function drawLanguage(random: Random, languages: readonly string[]): string {
  const [first = "en", ...others] = languages;
  return others.length > 0 && random.chance(0.2) ? random.pick(others) : first;
}

function drawHabits(random: Random, conversationTypes: readonly string[]): ConversationHabits {
  const typeWeights = conversationTypes.map((type) => [
    type,
    (conversationTypeShares[type] ?? 2500) * Math.exp(random.stream(`type ${type}`).normal(0, 0.5)),
  ]);
  const meanExtraTurns = turnCounts.mean - turnCounts.minimum;
  return Object.freeze({
    beyondPlan: Number(drawLevel(random.stream("beyond-plan"), beyondPlanShares)),
    ofOwnAccord: Math.max(1, Math.round(6 * Math.exp(random.stream("of-own-accord").normal(0, 0.6)))),
    ignoresPlan: random.stream("ignores-plan").chance(0.1),
    typeWeights: Object.fromEntries(typeWeights),
    // A log-normal factor with mean 1.
    meanExtraTurns: meanExtraTurns * Math.exp(random.stream("turns").normal(-0.06, 0.35)),
    verdictTieWidth: 0.35 * Math.exp(random.stream("verdict-tie").normal(0, 0.4)),
    verdictFloor: random.stream("verdict-floor").normal(-0.9, 0.3),
  });
}
