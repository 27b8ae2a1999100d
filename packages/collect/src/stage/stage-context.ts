import type {
  Answered,
  Ending,
  Locate,
  ModelEntry,
  SamplingParameters,
  StageConfig,
  Study,
} from "@refract/core";

/** The study's files and languages: what a stage can look at before anybody is in it. */
export interface StudySetting {
  /** The study's files by path, as they were when its version was made. */
  readonly files: Readonly<Record<string, string>>;
  /** Of the study; the first is the default. */
  readonly languages: readonly string[];
}

/** What a stage knows of its study and person. All of it is fixed while the person is in the stage. */
export interface StageContext extends StudySetting {
  readonly participantId: string;
  /** Root of this person's random choices. */
  readonly seed: string;
  readonly defaultLanguage: string;
  readonly models: readonly ModelEntry[];
  readonly instruction: string;
  readonly parameters: SamplingParameters;
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

/** How a stage can end a person's visit. */
export type Leaving = Exclude<Ending, "completed" | "full">;

/** Items are wanted from a pool that all people of a stage share; the store says how far each is used. */
export interface Draw {
  /** The stage whose pool it is. */
  readonly scope: string;
  /** Items of people who were not heard of for so long are free again. */
  readonly abandonedAfterMs: number;
}

/** Answers that an item has or is about to get, by item id; 0 for those left out. */
export type PoolLoad = ReadonlyMap<string, number>;

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
export interface StageCheckContext extends StudySetting {
  readonly models: readonly ModelEntry[];
  /** Fields that stages before this one ask, by name. */
  readonly earlierFields: ReadonlyMap<string, StageField>;
  /** The stages before this one, as the study file has them. */
  readonly earlierStages: readonly StageConfig[];
  /** Line and column of a field of the stage in the study file. */
  readonly locate: Locate;
}
