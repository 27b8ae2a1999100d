import type { StageSchema, StudyProblem } from "@refract/core";
import type { RowChange } from "@refract/store";
import type * as z from "zod";
import type { StageCommand, StageView } from "../session/stage-views.ts";
import type { SimulatedPerson } from "../simulation/simulated-person.ts";
import type { Ask, AskReport, OpenTurn, Pacing } from "./model-ask.ts";
import type {
  Draw,
  Leaving,
  PoolLoad,
  Profile,
  StageCheckContext,
  StageContext,
  StageField,
  StudySetting,
} from "./stage-context.ts";
import type {
  LiveView,
  NamedFile,
  OwnSection,
  StagePart,
  StageRelease,
  StageWalk,
  WalkSetting,
} from "./stage-life.ts";

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

/** What a study-wide review may look at beside the stage's own part. */
export interface StageReviewContext extends StudySetting {
  readonly study: {
    readonly models: readonly unknown[];
    readonly entry: { readonly maximumPeople?: number | undefined };
  };
  /** File, line and column of a field of the study file, from its root. */
  readonly placeOf: (path: readonly PropertyKey[]) => Pick<StudyProblem, "file" | "line" | "column">;
  /** The stage's place in the study, from 0. */
  readonly index: number;
}

/**
 * A kind of stage: one literal definition that owns its whole life. `decide` checks a command against the state and says
 * what happens; `evolve` only ever applies what happened; so the log alone rebuilds the state, byte for byte. What a person
 * gets of it, how somebody simulated walks it and what it gives to a dataset stand here too, so that no stage can be
 * missing from any of them.
 */
export interface StageDefinition<
  Config,
  State,
  Command extends StageCommand,
  Event extends StageEvent,
  View extends StageView,
> {
  readonly type: View["type"];
  readonly part: StagePart;
  readonly configSchema: z.ZodType<Config> & StageSchema;
  readonly commandSchema: z.ZodType<Command>;
  readonly eventSchema: z.ZodType<Event>;

  /** Files it reads; `input` is the stage's part of the study file before anything was checked. */
  files?(input: unknown): readonly NamedFile[];
  /** Problems of the part that its schema can't see. */
  check?(config: Config, context: StageCheckContext): readonly StudyProblem[];
  /** What stands against inviting people although nothing is wrong. Warnings only. */
  review?(config: Config, context: StageReviewContext): readonly StudyProblem[];
  /** What nobody can reach or complete in it, found by people who fill it in. */
  rehearse?(
    config: Config,
    context: StudySetting,
    people: readonly SimulatedPerson[],
  ): readonly StudyProblem[];
  /** What the stage's answers are stored and exported under; a study has each name once. */
  fields?(config: Config, context: StudySetting): readonly StageField[];
  /** Fields that people answer in sentences: quality control reads them. */
  sentences?(config: Config, context: StudySetting): readonly string[];
  /** Values with wordings by language that stand in its files and not in the study file. */
  wordings?(config: Config, context: StudySetting): readonly unknown[];
  /** Ways in which it can end a visit, as the study file sets it. */
  endings?(config: Config): readonly Leaving[];

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
  ): View;
  readonly live?: LiveView<View>;
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

  /** What the person gets of it in "your data"; null for a stage that keeps nothing of anybody. */
  readonly own: OwnSection<Event> | null;
  /** What it gives to a dataset beside people's rows. */
  release(config: Config, context: StudySetting): StageRelease;
  /** How a simulated person walks it: made once for each person, then asked view by view. */
  simulate(config: Config, setting: WalkSetting): StageWalk<View, Command>;
  /** Which levels of a profile field its questions have a place for, by field; fields it does not ask are left out. */
  takes?(config: Config, context: StudySetting): ReadonlyMap<string, (level: string) => boolean>;
}
