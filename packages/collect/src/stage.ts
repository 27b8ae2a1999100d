import {
  type Answered,
  describeIssue,
  type Ending,
  fieldName,
  type JsonValue,
  type Locate,
  type ModelEntry,
  RefractError,
  type SamplingParameters,
  type StageConfig,
  type StageSchema,
  type Study,
  type StudyProblem,
  valueByShape,
} from "@refract/core";
import type { ChatMessage } from "@refract/models";
import type { RowChange } from "@refract/store";
import type * as z from "zod";
import type { StageView } from "./session/session-view.ts";

/** What a stage knows of its study and person. All of it is fixed while the person is in the stage. */
export interface StageContext {
  readonly participantId: string;
  /** Root of this person's random choices. */
  readonly seed: string;
  /** Of the study; the first is the default. */
  readonly languages: readonly string[];
  readonly defaultLanguage: string;
  readonly models: readonly ModelEntry[];
  readonly instruction: string;
  readonly parameters: SamplingParameters;
  /** The study's files by path, as they were when its version was made. */
  readonly files: Readonly<Record<string, string>>;
  /** When the person came to this stage, epoch milliseconds. */
  readonly enteredAt: number;
  /** What the person answered in the stages before this one, and what their link says of them, by field. */
  readonly profile: Profile;
  /** Who is not asked for in the whole study, and whether it takes so many of a kind; left out: nobody, and no. */
  readonly screening?: Study["screening"];
  readonly hasQuotas?: boolean;
  /** The language of the person's pages when they came to this stage. */
  readonly language: string;
  /** Questions that the stages before this one gave the person, as `StageDefinition.met` names them. */
  readonly met: readonly string[];
}

export type Profile = Readonly<Record<string, Answered>>;

/** Items are wanted from a pool that all people of a stage share; the store says how far each is used. */
export interface Draw {
  /** The stage whose pool it is. */
  readonly scope: string;
  /** Items of people who were not heard of for so long are free again. */
  readonly abandonedAfterMs: number;
}

/** Answers that an item has or is about to get, by item id; 0 for those left out. */
export type PoolLoad = ReadonlyMap<string, number>;

/** A response that is wanted from a model. The same ask is answered once; a later attempt replaces it. */
export interface Ask {
  readonly slotId: string;
  readonly turnId: string;
  readonly attempt: number;
  readonly model: ModelEntry;
  readonly messages: readonly ChatMessage[];
  readonly parameters: SamplingParameters;
  readonly deadlineMs: number;
  readonly retries: number;
}

/** How the responses of a turn are brought to the person. */
export interface Pacing {
  readonly streaming: "even-paced" | "together";
  readonly charactersPerSecond: number;
  /** After so many milliseconds of even pace, responses that are all complete appear whole. */
  readonly atOnceAfterMs: number;
}

/** The turn that is being answered or was answered last, with what is there of its responses. */
export interface OpenTurn {
  readonly id: string;
  readonly sentAt: number;
  /** In the order shown, without those left out. `text` is null until the response is complete. */
  readonly slots: readonly { readonly id: string; readonly attempt: number; readonly text: string | null }[];
}

/** One attempt at a model, as it is kept in the log. */
export interface AttemptRecord {
  readonly number: number;
  readonly outcome: string;
  readonly message: string | null;
  readonly httpStatus: number | null;
  readonly finishReason: string | null;
  readonly finishDetail: string | null;
  /** What a failed call had said; null where it became the answer, or nothing came. */
  readonly failedText: string | null;
  /** Separated from the answer. No view and no prompt holds it. */
  readonly reasoning: string | null;
  readonly reasoningFrom: "text" | "server" | null;
  readonly notSent: readonly string[];
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly costUsd: number | null;
  readonly firstTextMs: number | null;
  readonly totalMs: number;
  /** Before the call, for a place at the limiter; no part of `totalMs`. Null in logs of earlier versions. */
  readonly waitedMs: number | null;
}

/** What came of an ask. */
export type AskReport =
  | {
      readonly kind: "completed";
      readonly slotId: string;
      readonly attempt: number;
      readonly text: string;
      readonly attempts: readonly AttemptRecord[];
    }
  | {
      readonly kind: "failed";
      readonly slotId: string;
      readonly attempt: number;
      readonly reason: string;
      readonly attempts: readonly AttemptRecord[];
    };

/** How a stage can end a person's visit. */
export type Leaving = Exclude<Ending, "completed" | "full">;

export interface StageEvent {
  readonly type: string;
}

/** What a stage tells the stages after it, and the end page. */
export interface StageSummary {
  readonly conversations: number;
  readonly revealed: readonly {
    readonly conversation: number;
    readonly models: readonly { readonly label: string; readonly model: string }[];
  }[];
}

/**
 * A kind of stage: one literal definition of pure functions. `decide` checks a command against the state and says
 * what happens; `evolve` only ever applies what happened; so the log alone rebuilds the state, byte for byte.
 */
export interface StageDefinition<Config, State, Command, Event extends StageEvent> {
  readonly type: string;
  readonly configSchema: z.ZodType<Config> & StageSchema;
  readonly commandSchema: z.ZodType<Command>;
  readonly eventSchema: z.ZodType<Event>;
  /** Problems of the part that its schema can't see. */
  check?(config: Config, context: StageCheckContext): readonly StudyProblem[];
  /** What the stage's answers are stored and exported under; a study has each name once. */
  fields?(config: Config, context: StageCheckContext): readonly StageField[];
  initial(config: Config, context: StageContext): State;
  /** Throws RefractError `rejected` (or `invalid-input`) when the command is not possible now. */
  decide(state: State, command: Command, config: Config, context: StageContext): readonly Event[];
  /** What a report of the models means; none for a report that came too late. */
  receive?(state: State, report: AskReport, config: Config, context: StageContext): readonly Event[];
  /** Items wanted from the shared pool; null when none are. A function of the state alone, so that a restart asks again. */
  draw?(state: State, config: Config): Draw | null;
  /** What the person gets of the pool, given how far it is used. */
  drawn?(state: State, load: PoolLoad, config: Config, context: StageContext): readonly Event[];
  evolve(state: State, event: Event, at: number, config: Config, context: StageContext): State;
  isComplete(state: State, config: Config): boolean;
  /** The person does not fit, or does not want to: the session ends here, in this way. */
  leaves?(state: State): Leaving | null;
  /** Everything wanted from models in this state. Asked again after a restart, so it is a function of the state alone. */
  asks?(state: State, config: Config, context: StageContext): readonly Ask[];
  /** The turn the asks belong to. */
  openTurn?(state: State): OpenTurn | null;
  pacing?(config: Config): Pacing;
  view(
    state: State,
    config: Config,
    context: StageContext,
    language: string,
    summaries: readonly StageSummary[],
  ): StageView;
  /** The rows that change by this event. */
  rows(
    event: Event,
    before: State,
    after: State,
    at: number,
    config: Config,
    context: StageContext,
  ): readonly RowChange[];
  summary?(state: State, config: Config): StageSummary;
  /** What is decided of the person's answers while they are still in the stage; none unless told. */
  soFar?(state: State, config: Config, context: StageContext): Profile;
  /** What the person answered here, for the stages after it. */
  profile?(state: State, config: Config, context: StageContext): Profile;
  /** Questions the person was given here, whatever their version, so that stages after it give no other version. */
  met?(state: State, config: Config, context: StageContext): readonly string[];
}

/** One person's stage as an immutable value; the types of its state and events stay inside. */
export interface StageMachine {
  readonly complete: boolean;
  readonly leaves: Leaving | null;
  decide(command: unknown): readonly StageEvent[];
  receive(report: AskReport): readonly StageEvent[];
  draw(): Draw | null;
  drawn(load: PoolLoad): readonly StageEvent[];
  /** The machine after the event, and the rows it changes. */
  apply(event: { readonly type: string; readonly payload: JsonValue; readonly at: number }): {
    readonly next: StageMachine;
    readonly rows: readonly RowChange[];
  };
  asks(): readonly Ask[];
  openTurn(): OpenTurn | null;
  readonly pacing: Pacing | null;
  view(language: string, summaries: readonly StageSummary[]): StageView;
  summary(): StageSummary | null;
  /** What is decided of the person's answers here by now; all of them once the stage is complete. */
  soFar(): Profile;
  profile(): Profile;
  met(): readonly string[];
}

/** One answer that a stage stores. */
export interface StageField {
  readonly name: string;
  /** Values that later stages can see there, as texts; null where any may come, or none. */
  readonly levels: readonly string[] | null;
  /** What values there are where no levels are listed; undefined where nothing is known of them. */
  readonly kind?: "number" | "date" | "text";
  /** Of a number; null without a limit. */
  readonly minimum?: number | null;
  readonly maximum?: number | null;
}

/** What a stage's check may look at beside its own part of the study file. */
export interface StageCheckContext {
  readonly files: Readonly<Record<string, string>>;
  readonly languages: readonly string[];
  readonly models: readonly ModelEntry[];
  /** Fields that stages before this one ask, by name. */
  readonly earlierFields: ReadonlyMap<string, StageField>;
  /** The stages before this one, as the study file has them. */
  readonly earlierStages: readonly StageConfig[];
  /** Line and column of a field of the stage in the study file. */
  readonly locate: Locate;
}

/** A kind of stage as the engine sees it. */
export interface Stage {
  readonly type: string;
  readonly configSchema: StageSchema;
  /** Problems that the schema alone can't see: files that are named, models that are not in the pool. */
  check?(config: unknown, context: StageCheckContext): readonly StudyProblem[];
  fields(config: unknown, context: StageCheckContext): readonly StageField[];
  /** Reads the stage's part of a study file once; `start` then makes a machine per person. */
  open(config: unknown): { start(context: StageContext): StageMachine };
}

export function defineStage<Config, State, Command, Event extends StageEvent>(
  definition: StageDefinition<Config, State, Command, Event>,
): Stage {
  return Object.freeze({
    type: definition.type,
    configSchema: definition.configSchema,
    check: (input: unknown, context: StageCheckContext) =>
      definition.check?.(stageConfig(definition.configSchema, input), context) ?? [],
    fields: (input: unknown, context: StageCheckContext) =>
      definition.fields?.(stageConfig(definition.configSchema, input), context) ?? [],
    open: (input: unknown) => {
      const config = stageConfig(definition.configSchema, input);
      return {
        start: (context: StageContext) =>
          machineOf(definition, config, context, definition.initial(config, context)),
      };
    },
  });
}

function machineOf<Config, State, Command, Event extends StageEvent>(
  definition: StageDefinition<Config, State, Command, Event>,
  config: Config,
  context: StageContext,
  state: State,
): StageMachine {
  return {
    complete: definition.isComplete(state, config),
    leaves: definition.leaves?.(state) ?? null,
    decide: (input) =>
      definition.decide(state, parseOrThrow(definition.commandSchema, input, "command"), config, context),
    receive: (report) => definition.receive?.(state, report, config, context) ?? [],
    draw: () => definition.draw?.(state, config) ?? null,
    drawn: (load) => definition.drawn?.(state, load, config, context) ?? [],
    apply: ({ type, payload, at }) => {
      const event = parseOrThrow(definition.eventSchema, { ...objectOf(payload), type }, `event ${type}`);
      const after = definition.evolve(state, event, at, config, context);
      return {
        next: machineOf(definition, config, context, after),
        rows: definition.rows(event, state, after, at, config, context),
      };
    },
    asks: () => definition.asks?.(state, config, context) ?? [],
    openTurn: () => definition.openTurn?.(state) ?? null,
    pacing: definition.pacing?.(config) ?? null,
    view: (language, summaries) => definition.view(state, config, context, language, summaries),
    summary: () => definition.summary?.(state, config) ?? null,
    soFar: () =>
      definition.soFar?.(state, config, context) ??
      (definition.isComplete(state, config) ? (definition.profile?.(state, config, context) ?? {}) : {}),
    profile: () => definition.profile?.(state, config, context) ?? {},
    met: () => definition.met?.(state, config, context) ?? [],
  };
}

function objectOf(payload: JsonValue): object {
  return typeof payload === "object" && payload !== null && !Array.isArray(payload) ? payload : {};
}

/**
 * The stage's part of a study that was opened. By its shape alone: whether it keeps every rule was decided when the study
 * was added, perhaps by an earlier version of this program.
 */
export function stageConfig<Config>(schema: z.ZodType<Config>, input: unknown): Config {
  return valueByShape(schema, input) ?? parseOrThrow(schema, input, "stage");
}

/** Parses, or throws `invalid-input` that names each field, its value and what was expected. */
export function parseOrThrow<Output>(schema: z.ZodType<Output>, input: unknown, place: string): Output {
  const result = schema.safeParse(input, { reportInput: true });
  if (result.success) return result.data;
  const reasons = result.error.issues.map((issue) => {
    const field = fieldName(issue.path);
    return field === "" ? describeIssue(issue) : `${field}: ${describeIssue(issue)}`;
  });
  throw new RefractError("invalid-input", `${place}: ${reasons.join("; ")}`);
}

/** A command that can't be carried out in this state, with a sentence for the person. */
export function rejected(message: string, userMessage: string): RefractError {
  return new RefractError("rejected", message, { userMessage });
}
