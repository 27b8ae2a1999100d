import { ownValue, RefractError } from "@refract/core";
import { createRandom, deriveSeed } from "@refract/stats";
import { conversationConfigs } from "../conversation/conversation-configs.ts";
import type { OpenedStudy } from "../session/open-study.ts";
import { attributeNames, populationLevels } from "./population.ts";
import type { Shares } from "./weighted-draw.ts";

/**
 * Standard deviations of the parts of a utility. Their squares add up to about 1, so that one unit is the spread of one
 * person's opening ratings; a person with usual scale use moves the mark by about 26 percent of the scale for it.
 */
export interface Deviations {
  /** Between models, for everybody. */
  readonly model: number;
  /** Between groups, for each model. */
  readonly group: number;
  /** From how a model's strengths meet a person's weights of attributes. */
  readonly attribute: number;
  /** Of a person with a model, beside all that. */
  readonly personByModel: number;
  /** Of a single response. */
  readonly response: number;
  /** Of rating the same response again. */
  readonly rating: number;
}

export interface SimulationOptions {
  readonly deviations?: Partial<Deviations>;
  /**
   * The profile field whose groups differ (gender unless told), and the differences by level and model id. Models and
   * levels that are not named differ by draws with standard deviation `deviations.group`; with 0 they do not.
   */
  readonly group?: {
    readonly field: string;
    readonly offsets?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
  /** Weights of levels by survey field: replaces the usual shares of a field, or adds a field to everybody's profile. */
  readonly levels?: Readonly<Record<string, Shares>>;
  /** Epoch milliseconds of the first arrival; 2025-01-01T09:00:00Z unless told. */
  readonly startsAt?: number;
}

export interface SimulatedModel {
  readonly id: string;
  /** What everybody agrees on. Evenly spaced over the pool, so that every pool has a clear order. */
  readonly quality: number;
  /** Strength by attribute. */
  readonly strengths: Readonly<Record<string, number>>;
}

/** Everything about a simulation that is the same for all its people. A function of seed, study and options. */
export interface SimulationPlan {
  readonly seed: string;
  readonly studyId: string;
  readonly languages: readonly string[];
  readonly deviations: Deviations;
  readonly models: readonly SimulatedModel[];
  readonly groupField: string;
  /** By level of the group field, then model id. */
  readonly groupOffsets: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly levels: Readonly<Record<string, Shares>>;
  readonly startsAt: number;
  /** By profile field that the study asks, whether its question takes a level. */
  readonly takes: ReadonlyMap<string, (level: string) => boolean>;
  /** Ids of all conversation types of the study. */
  readonly conversationTypes: readonly string[];
}

const usualDeviations: Deviations = Object.freeze({
  model: 0.45,
  group: 0.15,
  attribute: 0.2,
  personByModel: 0.35,
  response: 0.6,
  rating: 0.5,
});
const usualStart = Date.UTC(2025, 0, 1, 9);

/** Throws `invalid-input` when the options name a model or level that there is not. */
export function planSimulation(
  opened: OpenedStudy,
  seed: string,
  options: SimulationOptions = {},
): SimulationPlan {
  const { study } = opened;
  const deviations = { ...usualDeviations, ...options.deviations };
  const random = createRandom(deriveSeed(seed, "simulation"));
  const modelIds = study.models.map((model) => model.id);
  const qualities = random.stream("model-quality").shuffle(evenlySpaced(modelIds.length, deviations.model));
  const strengths = (modelId: string) => {
    const stream = random.stream(deriveSeed("model-strengths", modelId));
    return Object.fromEntries(attributeNames.map((name) => [name, stream.normal()]));
  };
  const groupField = options.group?.field ?? "gender";
  return Object.freeze({
    seed,
    studyId: study.id,
    languages: study.languages,
    deviations,
    models: modelIds.map((id, index) => ({ id, quality: qualities[index] ?? 0, strengths: strengths(id) })),
    groupField,
    groupOffsets: planOffsets(groupField, modelIds, deviations.group, options, (name) => random.stream(name)),
    levels: options.levels ?? {},
    startsAt: options.startsAt ?? usualStart,
    // The first stage that asks a field decides.
    takes: new Map(opened.stages.toReversed().flatMap((stage) => [...stage.takes(opened.setting)])),
    conversationTypes: conversationConfigs(opened).flatMap(({ types }) => types.map(({ id }) => id)),
  });
}

/** `count` values with equal steps, mean 0 and the given standard deviation. */
function evenlySpaced(count: number, standardDeviation: number): number[] {
  const ranks = Array.from({ length: count }, (_, index) => index - (count - 1) / 2);
  const spread = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0) / count);
  return ranks.map((rank) => (spread === 0 ? 0 : (rank / spread) * standardDeviation));
}

function planOffsets(
  field: string,
  modelIds: readonly string[],
  standardDeviation: number,
  { group, levels }: SimulationOptions,
  stream: (name: string) => { normal(mean: number, standardDeviation: number): number },
): SimulationPlan["groupOffsets"] {
  const shares = levels?.[field] ?? new Map<string, Shares>(Object.entries(populationLevels)).get(field);
  const known = Object.keys(shares ?? {});
  if (known.length === 0) {
    throw new RefractError(
      "invalid-input",
      `group.field: invalid value ${JSON.stringify(field)}, expected one of ${Object.keys({ ...populationLevels, ...levels }).join(", ")}, or a field whose levels are given`,
    );
  }
  for (const [level, offsets] of Object.entries(group?.offsets ?? {})) {
    requireKnown(`group.offsets`, level, known);
    for (const modelId of Object.keys(offsets)) requireKnown(`group.offsets.${level}`, modelId, modelIds);
  }
  return Object.fromEntries(
    known.map((level) => [
      level,
      Object.fromEntries(
        modelIds.map((id) => {
          const drawn = stream(deriveSeed("group", field, level, id)).normal(0, standardDeviation);
          return [id, ownValue(ownValue(group?.offsets ?? {}, level) ?? {}, id) ?? drawn];
        }),
      ),
    ]),
  );
}

function requireKnown(place: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw new RefractError(
    "invalid-input",
    `${place}: invalid value ${JSON.stringify(value)}, expected one of ${known.join(", ")}`,
  );
}
