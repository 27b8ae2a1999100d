import type { AddressInfo } from "node:net";
import type { Bundle, Stage } from "@refract/collect";
import { builtInStages } from "@refract/collect";
import { messageOf, RefractError } from "@refract/core";
import type { ModelService } from "@refract/models";
import type { Store } from "@refract/store";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import packageJson from "../package.json" with { type: "json" };
import { SimulatedClocks } from "./clock.ts";
import type { Deployment } from "./deployment.ts";
import { type Entry, mintEntryToken } from "./entry-token.ts";
import { errorPage, isOpenedInBrowser, languageOfBrowser } from "./http/error-page.ts";
import { health } from "./http/health.ts";
import { errorResponse } from "./http/http-error.ts";
import { listen } from "./http/listen.ts";
import { isLoopback, listeningAddress } from "./http/listening-address.ts";
import { framingAt } from "./http/panel-framing.ts";
import { participantRoutes } from "./http/participant-routes.ts";
import { researcherRoutes } from "./http/researcher-routes.ts";
import { mintResearcherLink, researcherSignIn } from "./http/researcher-sign-in.ts";
import { contentSecurityPolicy, ownOriginOnly, securityHeaders } from "./http/security.ts";
import type { StaticPages } from "./http/static-pages.ts";
import { Jobs } from "./jobs/jobs.ts";
import { grantPanelCredits, type PanelCall } from "./jobs/panel-credits.ts";
import { settleAbandonedCalls } from "./jobs/settle-abandoned.ts";
import type { StudyActions } from "./jobs/study-actions.ts";
import { LiveTurns } from "./live/live-turns.ts";
import { ParticipantHub } from "./live/participant-hub.ts";
import { OutageLog } from "./outage-log.ts";
import type { Secrets } from "./secrets.ts";
import { panelValuesOf } from "./sessions/panel-identity.ts";
import { SessionKeeper } from "./sessions/session-keeper.ts";
import { StudyChanges } from "./sessions/study-changes.ts";
import { type ShelvedStudy, StudyShelf } from "./sessions/study-shelf.ts";
import { scriptedVoices, standInVoices } from "./stand-in/stand-in-voices.ts";

const { version } = packageJson;
const maximumBodyBytes = 512 * 1024;

/** Where the server says what it does: codes, times and ids, never what somebody wrote, never a key. */
export interface ServerLogger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface ServerOptions {
  readonly store: Store;
  readonly models: ModelService;
  readonly secrets: Secrets;
  /** The built pages; null for a server that only speaks JSON (simulations). */
  readonly pages: StaticPages | null;
  readonly dataFolder: string;
  readonly logger: ServerLogger;
  /** 127.0.0.1 unless told. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly publicUrl?: string | null;
  /** What this program was built from, for `/health`. */
  readonly commit?: string | null;
  /** Bring answers at once; for simulations. */
  readonly instant?: boolean;
  /** How panels are asked to credit people; `fetch` unless told. */
  readonly panelCall?: PanelCall;
  readonly stages?: readonly [Stage, ...Stage[]];
  /** Studies to add before the first request is taken. */
  readonly studies?: readonly Bundle[];
  /**
   * What the start page's buttons do; made when the server's own address is known. The simulated people they bring are
   * answered by scripted voices, at once: a try must neither spend the study's money nor take as long as people do.
   */
  readonly actions?: (server: RunningServer) => StudyActions;
}

export interface RunningServer extends AsyncDisposable {
  /** Another one at every start. */
  readonly id: string;
  /** `http://127.0.0.1:8787`: where this machine reaches it. */
  readonly baseUrl: string;
  /** The address of links for people: the public one, or where others reach it. */
  readonly linkUrl: string;
  /** The researcher's one-time link. */
  readonly entryUrl: string;
  readonly shelf: StudyShelf;
  readonly clocks: SimulatedClocks;
  readonly store: Store;
  readonly dataFolder: string;
  /** Adds a study, or the next version of one. */
  addStudy(files: Bundle, options?: { readonly seed: string }): Promise<ShelvedStudy>;
  /** A signed token for one simulated person. */
  mintEntryToken(entry: { studyId: string; simulated: NonNullable<Entry["simulated"]> }): string;
}

/** Starts the HTTP server. It keeps nothing that the store does not have. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { store, secrets, models, logger, host = "127.0.0.1", publicUrl = null } = options;
  const stages = options.stages ?? builtInStages;
  const stopping = new AbortController();
  const clocks = new SimulatedClocks();
  const hub = new ParticipantHub();
  const changes = new StudyChanges();
  const shelf = new StudyShelf(store, stages);
  const keeper = new SessionKeeper(store, shelf, clocks, (participantId, opened) =>
    panelValuesOf(store, secrets, participantId, opened),
  );
  const outages = new OutageLog(store, logger, () => performance.now());
  const onError = (error: unknown) =>
    outages.note(error, () =>
      logger.error(
        { error: messageOf(error), code: error instanceof RefractError ? error.code : "internal" },
        "background work failed",
      ),
    );
  const scripted = options.actions === undefined ? null : scriptedVoices();
  const live = new LiveTurns({
    voicesFor: ({ participant, opened }) =>
      participant.simulated && scripted !== null
        ? { models: standInVoices(scripted, opened.study.models).models, instant: true }
        : { models, instant: options.instant ?? false },
    hub,
    clock: clocks,
    report: async (participantId, reports) => {
      const session = await keeper.report(participantId, reports);
      if (reports.length > 0) changes.notify();
      return session;
    },
    viewOf: (session) => keeper.view(session),
    forget: (participantId) => keeper.forget(participantId),
    onError,
  });
  keeper.connect(
    (session, mayAsk) => live.follow(session, mayAsk),
    (participantId) => live.turnOf(participantId)?.turnId ?? null,
  );
  const jobs = new Jobs(onError);
  const settling = settleAbandonedCalls({ store, onError });
  const credits = grantPanelCredits({
    store,
    shelf,
    secrets,
    call: options.panelCall ?? fetch,
    log: (fields, message) => logger.info(fields, message),
    onError,
  });
  const signIn = researcherSignIn({
    secrets,
    store,
    secure: publicUrl?.startsWith("https:") ?? false,
    now: Date.now,
  });
  const deployment: Deployment = {
    store,
    shelf,
    keeper,
    live,
    hub,
    models,
    secrets,
    clock: clocks,
    simulatedClocks: clocks,
    dataFolder: options.dataFolder,
    publicUrl,
    stopping: stopping.signal,
    note: (fields, message) => logger.info(fields, message),
    onChange: () => changes.notify(),
    onEnding: () => credits.look(),
  };

  let baseUrl = "";
  let linkUrl = "";
  let actions: StudyActions | null = null;
  // Links are typed and pasted: a stroke at the end is no other address.
  const app = new Hono({ strict: false });
  app.onError((error, context) => {
    const { status, body } = errorResponse(error, context.req.path.startsWith("/api/r/"));
    if (status >= 500)
      outages.note(error, () =>
        logger.error(
          { path: context.req.path, code: body.error.code, error: messageOf(error) },
          "request failed",
        ),
      );
    if (!isOpenedInBrowser(context)) return context.json(body, status);
    const language = languageOfBrowser(context.req.header("accept-language"));
    context.header("vary", "accept, accept-language");
    context.header("cache-control", "no-store");
    return context.html(errorPage({ status, body, language, styles: options.pages?.styles ?? [] }), status);
  });
  app.notFound(() => {
    throw new RefractError("not-found", "no such address here");
  });
  app.use(securityHeaders());
  app.use(ownOriginOnly({ publicUrl, host, note: (fields, message) => logger.info(fields, message) }));
  app.use(
    "/api/*",
    bodyLimit({
      maxSize: maximumBodyBytes,
      onError: () => {
        throw new RefractError(
          "invalid-input",
          `body: too long, expected at most ${maximumBodyBytes} bytes`,
          { userMessage: "text-long" },
        );
      },
    }),
  );
  app.route("/api/p", participantRoutes(deployment));
  app.use("/api/r/*", signIn.required);
  app.route(
    "/api/r",
    researcherRoutes({
      deployment,
      jobs,
      changes,
      version,
      onlyHere: isLoopback(host) && publicUrl === null,
      baseUrl: () => linkUrl,
      actions: {
        simulate: async (...input) => requireActions(actions).simulate(...input),
        export: async (studyId, simulated, progress) => {
          logger.info({ study: studyId, simulated }, "an export began");
          const written = await requireActions(actions).export(studyId, simulated, progress);
          logger.info(
            { study: studyId, files: written.files.length, problems: written.problems },
            "an export is written",
          );
          return written;
        },
      },
    }),
  );
  app.post("/api/r/sign-out", async (context) => {
    await signIn.leave(context);
    logger.info({}, "a researcher signed out");
    return context.json({});
  });
  const { commit = null } = options;
  const { id, handler } = health(store, { version, commit });
  app.get("/health", handler);
  const { pages } = options;
  if (pages !== null) {
    app.get("/", (context) => {
      const token = context.req.query("token");
      if (token === undefined) return pages.serve(context, "start.html");
      // A HEAD request is a program's look at the link, and the link works once.
      const key = context.req.method === "GET" ? signIn.enter(context, token) : null;
      if (context.req.method === "GET")
        logger.info({}, key === null ? "a sign-in link was refused" : "a researcher signed in");
      // Without the token in the address, so that it stays in no history. What follows # is sent to no server.
      return context.redirect(key === null ? "/" : `/#key=${key}`, 303);
    });
    app.get("/s/:studyId", async (context) => {
      const framing = await framingAt(shelf, context.req.param("studyId"));
      const page = await pages.serve(context, "participant.html");
      if (framing !== null) page.headers.set("content-security-policy", contentSecurityPolicy(framing));
      return page;
    });
    app.get("/*", (context) => pages.serve(context, context.req.path.slice(1)));
  }

  for (const files of options.studies ?? []) await shelf.add(files, Date.now());
  const server = await listen(app, host, options.port ?? 0);
  const address = server.address() as AddressInfo;
  const reached = listeningAddress(host, address.port);
  baseUrl = reached.own;
  linkUrl = publicUrl ?? reached.forOthers;
  const running: RunningServer = {
    id,
    baseUrl,
    linkUrl,
    entryUrl: mintResearcherLink(secrets, linkUrl, Date.now()),
    shelf,
    clocks,
    store,
    dataFolder: options.dataFolder,
    addStudy: async (files, seeded) => {
      const added = await shelf.add(files, Date.now(), seeded?.seed);
      changes.notify();
      return added;
    },
    mintEntryToken: ({ studyId, simulated }) => mintEntryToken(secrets, studyId, Date.now(), simulated),
    [Symbol.asyncDispose]: async () => {
      logger.info({}, "the server stops");
      // Work first: simulated people would wait for answers that no longer come, and the page is told that it stopped.
      await jobs[Symbol.asyncDispose]();
      stopping.abort();
      changes.stop();
      await live[Symbol.asyncDispose]();
      await settling[Symbol.asyncDispose]();
      await credits[Symbol.asyncDispose]();
      outages[Symbol.dispose]();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      logger.info({}, "the server stopped");
    },
  };
  actions = options.actions?.(running) ?? null;
  logger.info({ url: baseUrl, publicUrl, version, commit }, "the server started");
  return running;
}

function requireActions(actions: StudyActions | null): StudyActions {
  if (actions === null)
    throw new RefractError("unavailable", "this server was started without simulation and export");
  return actions;
}
