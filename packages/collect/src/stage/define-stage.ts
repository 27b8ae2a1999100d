import type { JsonValue, StageSchema, StudyProblem } from "@refract/core";
import type { EventRow, RowChange } from "@refract/store";
import type { StageCommand, StageView } from "../session/stage-views.ts";
import type { SimulatedPerson } from "../simulation/simulated-person.ts";
import type { Ask, AskReport, OpenTurn, Pacing } from "./model-ask.ts";
import { parseOrThrow, stageConfig } from "./stage-config.ts";
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
import type { StageDefinition, StageEvent, StageReviewContext, StageSummary } from "./stage-definition.ts";
import type {
  LiveView,
  NamedFile,
  OwnCount,
  OwnEntries,
  StagePart,
  StageRelease,
  StageWalk,
  WalkSetting,
} from "./stage-life.ts";

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

/** A stage of a study that was read, ready to start for a person. */
export interface ReadyStage {
  start(context: StageContext): StageMachine;
  readonly endings: readonly Leaving[];
  review(context: StageReviewContext): readonly StudyProblem[];
  rehearse(context: StudySetting, people: readonly SimulatedPerson[]): readonly StudyProblem[];
  sentences(context: StudySetting): readonly string[];
  wordings(context: StudySetting): readonly unknown[];
  release(context: StudySetting): StageRelease;
  simulate(setting: WalkSetting): StageWalk<StageView, StageCommand>;
  takes(context: StudySetting): ReadonlyMap<string, (level: string) => boolean>;
}

/** A kind of stage as the engine sees it. */
export interface Stage {
  readonly type: string;
  readonly part: StagePart;
  readonly configSchema: StageSchema;
  /** Whether people share a pool of items here: who was there before decides what somebody gets. */
  readonly sharesPool: boolean;
  readonly asksModels: boolean;
  readonly live: LiveView<StageView> | null;
  /** The part of a person's download that it fills. */
  readonly own: {
    readonly section: string;
    readonly empty: OwnEntries;
    readonly counts: OwnCount | null;
    gather(
      events: readonly Pick<EventRow, "type" | "payload" | "at">[],
      liveTurnId: string | null,
    ): OwnEntries;
  } | null;
  files(input: unknown): readonly NamedFile[];
  /** Problems that the schema alone can't see: files that are named, models that are not in the pool. */
  check(config: unknown, context: StageCheckContext): readonly StudyProblem[];
  fields(config: unknown, context: StudySetting): readonly StageField[];
  /** Reads the stage's part of a study file once; `start` then makes a machine per person. */
  open(config: unknown): ReadyStage;
}

export function defineStage<
  Config,
  State,
  Command extends StageCommand,
  Event extends StageEvent,
  View extends StageView,
>(definition: StageDefinition<Config, State, Command, Event, View>): Stage {
  const { type, part, configSchema, own } = definition;
  const configOf = (input: unknown): Config => stageConfig(configSchema, input);
  return Object.freeze({
    type,
    part,
    configSchema,
    sharesPool: definition.draw !== undefined,
    asksModels: definition.asks !== undefined,
    live: definition.live === undefined ? null : liveFor(type, definition.live),
    own:
      own === null
        ? null
        : {
            section: own.section,
            empty: own.empty,
            counts: own.counts,
            gather: (events, liveTurnId) =>
              own.gather(
                events.map(({ at, ...event }) => ({ event: eventOf(definition.eventSchema, event), at })),
                liveTurnId,
              ),
          },
    files: (input) => definition.files?.(input) ?? [],
    check: (input, context) => definition.check?.(configOf(input), context) ?? [],
    fields: (input, context) => definition.fields?.(configOf(input), context) ?? [],
    open: (input) => openStage(definition, configOf(input)),
  } satisfies Stage);
}

function openStage<
  Config,
  State,
  Command extends StageCommand,
  Event extends StageEvent,
  View extends StageView,
>(definition: StageDefinition<Config, State, Command, Event, View>, config: Config): ReadyStage {
  const isOwn = ofType<View>(definition.type);
  return {
    start: (context) => machineOf(definition, config, context, definition.initial(config, context)),
    endings: definition.endings?.(config) ?? [],
    review: (context) => definition.review?.(config, context) ?? [],
    rehearse: (context, people) => definition.rehearse?.(config, context, people) ?? [],
    sentences: (context) => definition.sentences?.(config, context) ?? [],
    wordings: (context) => definition.wordings?.(config, context) ?? [],
    release: (context) => definition.release(config, context),
    simulate: (setting) => {
      const walk = definition.simulate(config, setting);
      return (view, language) => (isOwn(view) ? walk(view, language) : []);
    },
    takes: (context) => definition.takes?.(config, context) ?? new Map(),
  };
}

/** Views are told apart by their type alone. */
function ofType<View extends StageView>(type: View["type"]): (view: StageView) => view is View {
  return (view): view is View => view.type === type;
}

function liveFor<View extends StageView>(type: View["type"], live: LiveView<View>): LiveView<StageView> {
  const isOwn = ofType<View>(type);
  return {
    answering: (view) => isOwn(view) && live.answering(view),
    shown: (view) => (isOwn(view) ? live.shown(view) : []),
    hidden: (view, turnId) => (isOwn(view) ? live.hidden(view, turnId) : view),
  };
}

function machineOf<
  Config,
  State,
  Command extends StageCommand,
  Event extends StageEvent,
  View extends StageView,
>(
  definition: StageDefinition<Config, State, Command, Event, View>,
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
      const event = eventOf(definition.eventSchema, { type, payload });
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

function eventOf<Event>(
  schema: Parameters<typeof parseOrThrow<Event>>[0],
  { type, payload }: { readonly type: string; readonly payload: JsonValue },
): Event {
  return parseOrThrow(schema, { ...objectOf(payload), type }, `event ${type}`);
}

function objectOf(payload: JsonValue): object {
  return typeof payload === "object" && payload !== null && !Array.isArray(payload) ? payload : {};
}
