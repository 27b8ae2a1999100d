import type { JsonValue } from "@refract/core";
import type { ReleaseConversationDesign, ReleaseItem, SurveyField } from "@refract/dataset";
import type { StageView } from "../session/stage-views.ts";
import type { SimulatedPerson } from "../simulation/simulated-person.ts";
import type { SimulationPlan } from "../simulation/simulation-plan.ts";
import type { StudySetting } from "./stage-context.ts";

/**
 * What a stage is in a study. `consent`: who completes it has agreed to take part. `questions`: asks who people are, and
 * its time is the survey's. `work`: what the study is there for. `closing`: the last page, which nobody leaves.
 */
export type StagePart = "consent" | "questions" | "work" | "closing";

/** Part of a person's download. Null: nothing yet. */
export type OwnEntries = null | readonly JsonValue[] | Readonly<Record<string, JsonValue>>;

/** What people are told the number of. */
export type OwnCount = "answers" | "conversations";

/** What a person gets of a stage in "your data": a fixed list of fields, gathered from their log. */
export interface OwnSection<Event> {
  /** Its name in the download. Stages of one name add to it: lists in their order, fields by name. */
  readonly section: string;
  readonly empty: OwnEntries;
  /** What its entries count as on the page that sums a visit up; null where they don't count. */
  readonly counts: OwnCount | null;
  /**
   * @param events Of this stage and person, in order; `at` is epoch milliseconds.
   * @param liveTurnId The turn that is on its way to the person's page: what came of it is not told yet.
   */
  gather(
    events: readonly { readonly event: Event; readonly at: number }[],
    liveTurnId: string | null,
  ): OwnEntries;
}

/** What a simulated person does, and the time they take before it. */
export interface TimedCommand<Command> {
  readonly thinkMs: number;
  readonly command: Command;
}

/** A simulated person at a stage. */
export interface WalkSetting extends StudySetting {
  readonly stageId: string;
  readonly plan: SimulationPlan;
  readonly person: SimulatedPerson;
  /** Which model wrote a response; a simulated person can't tell models by their words. */
  readonly modelOf: (slotId: string) => string;
}

/** What the person does at this view of the stage; nothing while models answer, or when nothing is left to do. */
export type StageWalk<View, Command> = (view: View, language: string) => readonly TimedCommand<Command>[];

/** What a stage gives to a dataset beside the rows of its people. */
export interface StageRelease {
  /** Columns of the survey, in the order asked. */
  readonly fields?: readonly SurveyField[];
  readonly conversations?: ReleaseConversationDesign;
  /** Items put to people. */
  readonly items?: readonly ReleaseItem[];
  /** Files of the study that are handed over otherwise than they are, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** For a stage whose page models write to while the person looks on. */
export interface LiveView<View extends StageView> {
  answering(view: View): boolean;
  /** Responses that the person can judge now. */
  shown(view: View): readonly { readonly id: string; readonly text: string | null }[];
  /** The view while the responses of this turn are still being brought to the page, whatever the server has of them. */
  hidden(view: View, turnId: string): View;
}

/** A file that a stage reads, and the field of the study file that names it. */
export interface NamedFile {
  readonly field: string;
  readonly path: string;
}
