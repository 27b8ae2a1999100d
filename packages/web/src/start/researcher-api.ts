import { type Outcome, request } from "../http/request.ts";
import { researcherKey, withResearcherKey } from "./researcher-key.ts";

/** `GET /api/r/overview`, and the data of `overview` events. */
export interface Overview {
  readonly version: string;
  readonly dataFolder: string;
  /** Whether the server listens to this computer alone. */
  readonly onlyHere: boolean;
  readonly accounts: readonly AccountOverview[];
  /** Studies that the server can't run, each with the reason and how to mend it. */
  readonly setAside: readonly { readonly id: string; readonly message: string }[];
  readonly studies: readonly StudyOverview[];
}

/** An account at a model provider: how many calls at a time it bears, as far as is known, and who waits. */
export interface AccountOverview {
  readonly account: string;
  readonly limit: number;
  readonly running: number;
  readonly waiting: number;
  /** Milliseconds until it is asked again; 0 when it does not rest. */
  readonly restMs: number;
  readonly waitedP95Ms: number;
}

export interface StudyOverview {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  /** Whom it takes: `open` everybody, `closed` nobody new, `archived` nobody at all. */
  readonly state: "open" | "closed" | "archived";
  /** Where participants begin. */
  readonly link: string;
  /** The link to give to the panel, with its placeholders; null without a panel. */
  readonly recruitment: {
    readonly address: string;
    readonly panel: string | null;
    /** Parameters that no placeholder is known for. */
    readonly open: readonly string[];
    /** The panel adds its parameters by itself. */
    readonly addsParameters: boolean;
  } | null;
  readonly testLink: string;
  readonly places: { readonly taken: number; readonly of: number | null };
  readonly people: {
    readonly test: number;
    readonly people: number;
    readonly completed: number;
    readonly withdrawn: number;
    readonly simulated: number;
  };
  readonly conversations: number;
  readonly finishedConversations: number;
  readonly utterances: number;
  readonly spentUsd: number;
  readonly reservedUsd: number;
  readonly capUsd: number | null;
  /** Some models are scripted text. */
  readonly demonstration: boolean;
  readonly models: readonly { readonly id: string; readonly use: string; readonly demo: boolean }[];
}

export interface ModelCheck {
  readonly id: string;
  readonly use: string;
  readonly demo: boolean;
  readonly answers: boolean;
  /** Why not, or what it said. */
  readonly detail: string;
  readonly totalMs: number;
}

/** Data of `job` events. */
export interface Job {
  readonly id: string;
  readonly kind: "simulate" | "export";
  readonly state: "running" | "done" | "failed";
  readonly done: number;
  readonly total: number;
  readonly message: string;
  readonly result: {
    readonly folder: string | null;
    readonly files: readonly { readonly name: string; readonly bytes: number; readonly href: string }[];
    /** Violations the check found in what was written; null where nothing was checked. */
    readonly problems: number | null;
  } | null;
}

export type SimulatedPeople = "include" | "exclude" | "only";

const post = <T>(path: string, body: unknown, timeoutMs?: number): Promise<Outcome<T>> =>
  request(`/api/r/${path}`, {
    method: "POST",
    body,
    headers: keyHeader(),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });

const keyHeader = () => ({ "X-Refract-Key": researcherKey() });

export const researcherApi = {
  overview: (): Promise<Outcome<Overview>> => request("/api/r/overview", { headers: keyHeader() }),
  signOut: (): Promise<Outcome<unknown>> => post("sign-out", {}),
  /** Asks every model for a word; a slow one may take its time. */
  checkModels: (studyId: string): Promise<Outcome<readonly ModelCheck[]>> =>
    post("models/check", { studyId }, 120_000),
  simulate: (studyId: string, people: number): Promise<Outcome<{ readonly jobId: string }>> =>
    post("simulate", { studyId, people }),
  export: (studyId: string, simulated: SimulatedPeople): Promise<Outcome<{ readonly jobId: string }>> =>
    post("export", { studyId, simulated }),
};

export const overviewStream = (): string => withResearcherKey("/api/r/stream");
export const jobStream = (jobId: string): string =>
  withResearcherKey(`/api/r/jobs/${encodeURIComponent(jobId)}/stream`);
