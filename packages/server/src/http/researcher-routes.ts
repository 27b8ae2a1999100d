import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { parseOrThrow } from "@refract/collect";
import {
  isDemoModel,
  panelOf,
  placesOf,
  type RecruitmentLink,
  RefractError,
  recruitmentLink,
  textIn,
} from "@refract/core";
import type { AccountState } from "@refract/models";
import type { StudyState } from "@refract/store";
import { Hono } from "hono";
import * as z from "zod";
import type { Deployment } from "../deployment.ts";
import type { Job, Jobs } from "../jobs/jobs.ts";
import type { StudyActions } from "../jobs/study-actions.ts";
import type { StudyChanges } from "../sessions/study-changes.ts";
import { eventStream } from "./event-stream.ts";
import { readJson } from "./read-json.ts";

const studySchema = z.strictObject({ studyId: z.string().max(64) });
const simulateSchema = z.strictObject({ studyId: z.string().max(64), people: z.int().min(1).max(1000) });
const exportSchema = z.strictObject({
  studyId: z.string().max(64),
  simulated: z.enum(["include", "exclude", "only"]),
});

export interface Overview {
  readonly version: string;
  readonly dataFolder: string;
  /** Whether the server listens to this computer alone. */
  readonly onlyHere: boolean;
  /** Where each account of a model provider stands that was asked so far: limit, calls under way, who waits. */
  readonly accounts: readonly AccountState[];
  /** Studies that this version can't run, each with the reason and how to mend it. */
  readonly setAside: readonly { readonly id: string; readonly message: string }[];
  readonly studies: readonly {
    readonly id: string;
    readonly title: string;
    readonly version: number;
    /** Whom it takes: `open` everybody, `closed` nobody new, `archived` nobody at all. */
    readonly state: StudyState;
    readonly link: string;
    /** The link to give to the panel, and what it is called; null without a panel. */
    readonly recruitment: RecruitmentLink | null;
    /** Opens the study for trying it out: nobody who comes by it counts. */
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
    readonly demonstration: boolean;
    readonly models: readonly { readonly id: string; readonly use: string; readonly demo: boolean }[];
  }[];
}

export interface ResearcherRoutesOptions {
  readonly deployment: Deployment;
  readonly jobs: Jobs;
  readonly actions: StudyActions;
  readonly changes: StudyChanges;
  readonly version: string;
  readonly onlyHere: boolean;
  readonly baseUrl: () => string;
}

/** What the start page does. Every route stands behind the researcher's cookie. */
export function researcherRoutes({
  deployment,
  jobs,
  actions,
  changes,
  version,
  onlyHere,
  baseUrl,
}: ResearcherRoutesOptions): Hono {
  const { shelf, store, models, stopping } = deployment;
  const routes = new Hono();

  const overview = async (): Promise<Overview> => {
    const { studies, setAside } = await shelf.list();
    return {
      version,
      dataFolder: deployment.dataFolder,
      onlyHere,
      accounts: models.accounts().filter(({ account }) => account !== "demo"),
      setAside: setAside.map(({ row, message }) => ({ id: row.id, message })),
      studies: await Promise.all(
        studies.map(async ({ opened, version: row }) => {
          const { study, demonstration } = opened;
          const totals = await store.totals(study.id);
          const link = `${baseUrl()}/s/${study.id}`;
          const panel = panelOf(study);
          return {
            id: study.id,
            title: textIn(study.title, study.languages[0] ?? "en", "en"),
            version: row.version,
            state: await store.studyState(study.id),
            link,
            recruitment: panel === null ? null : recruitmentLink(panel, link),
            testLink: `${link}?test`,
            places: { taken: totals.places, of: placesOf(study) },
            people: {
              test: totals.test,
              // Everybody, simulated people included; how many those are stands beside it.
              people: totals.people + totals.simulated,
              completed: totals.completed,
              withdrawn: totals.withdrawn,
              simulated: totals.simulated,
            },
            conversations: totals.conversations,
            finishedConversations: totals.finishedConversations,
            utterances: totals.utterances,
            spentUsd: totals.spentUsd,
            reservedUsd: totals.reservedUsd,
            capUsd: study.budget?.capUsd ?? null,
            demonstration,
            models: study.models.map((model) => ({ id: model.id, use: model.use, demo: isDemoModel(model) })),
          };
        }),
      ),
    };
  };

  routes.get("/overview", async (context) => context.json(await overview()));

  routes.get("/stream", (context) =>
    eventStream(context, stopping, (send) =>
      changes.listen(() => {
        overview().then(
          (data) => send({ event: "overview", data }),
          () => {}, // The next change tries again.
        );
      }),
    ),
  );

  routes.post("/models/check", async (context) => {
    const { studyId } = parseOrThrow(studySchema, await readJson(context), "models/check");
    const { opened } = await shelf.get(studyId);
    return context.json(await Promise.all(opened.study.models.map((model) => models.check(model))));
  });

  routes.post("/simulate", async (context) => {
    const { studyId, people } = parseOrThrow(simulateSchema, await readJson(context), "simulate");
    const jobId = jobs.start("simulate", "preparing", (progress, signal) =>
      actions.simulate(studyId, people, progress, signal),
    );
    return context.json({ jobId });
  });

  routes.post("/export", async (context) => {
    const { studyId, simulated } = parseOrThrow(exportSchema, await readJson(context), "export");
    const jobId = jobs.start("export", "preparing", (progress) =>
      actions.export(studyId, simulated, progress),
    );
    return context.json({ jobId });
  });

  routes.get("/jobs/:id/stream", (context) => {
    const id = context.req.param("id");
    return eventStream(context, stopping, (send) => {
      if (jobs.has(id)) return jobs.listen(id, (job) => send({ event: "job", data: withAddresses(job) }));
      // A page that followed work of a server before this one would else wait for ever.
      const message = "the server was started again meanwhile";
      send({ event: "job", data: { id, state: "failed", done: 0, total: 0, message, result: null } });
      return () => {};
    });
  });

  routes.get("/jobs/:id/files/:name", async (context) => {
    const { result } = jobs.get(context.req.param("id"));
    const name = context.req.param("name");
    // Only names the job itself has listed: no path can be asked for.
    const file = result?.files.find((candidate) => candidate.name === name);
    if (result?.folder == null || file === undefined)
      throw new RefractError(
        "not-found",
        `file: invalid value ${JSON.stringify(name)}, expected a file of the export`,
      );
    const path = join(result.folder, file.name);
    const { size } = await stat(path);
    return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": "application/octet-stream",
        "content-length": String(size),
        "content-disposition": `attachment; filename="${file.name}"`,
      },
    });
  });

  return routes;
}

/** The job with an address to download each of its files from. */
function withAddresses(job: Job) {
  const { result } = job;
  if (result === null) return job;
  return {
    ...job,
    result: {
      ...result,
      files: result.files.map((file) => ({
        ...file,
        href: `/api/r/jobs/${job.id}/files/${encodeURIComponent(file.name)}`,
      })),
    },
  };
}
