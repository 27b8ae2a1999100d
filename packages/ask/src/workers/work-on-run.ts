import { type Instrument, RefractError } from "@refract/core";
import { createModelService, createPriceTable, type LocalModelService } from "@refract/models";
import { ledgerOf, type SharedRun, type SharedRuns } from "@refract/store";
import { type PreparedRun, prepareRun } from "../folder/run-folder.ts";
import { identityDifferences, identityHash, setupOf } from "../plan/run-setup.ts";
import { type AccountModels, accountsOf } from "../run/accounts.ts";
import { askSamples, type Stop } from "../run/ask-samples.ts";
import { type Asker, createAsker } from "../run/asker.ts";
import { probeModels } from "../run/probe-models.ts";
import type { ResponseCache } from "../store/response-cache.ts";
import { AccountKeeper } from "./account-keeper.ts";
import { ChunkFeed } from "./chunk-feed.ts";
import { patiently } from "./patience.ts";
import { parseDefinition, type RunDefinition } from "./run-definition.ts";
import { givenUpNote, refusalNote, stopNote, toldStop } from "./run-notes.ts";
import { createSharedSampleStore } from "./shared-sample-store.ts";

export interface WorkTools {
  readonly shared: SharedRuns;
  readonly workerId: string;
  /** Of this program; runs of another are refused. */
  readonly version: string;
  readonly instruments: readonly Instrument[];
  /** Keys and addresses of providers. */
  readonly env: NodeJS.ProcessEnv;
  /** Folders of records to look into when they are not where the run was planned. */
  readonly from: readonly string[];
  readonly cache: ResponseCache | null;
  /** Aborting it lets calls that are under way end and hands the rest of the chunks back. */
  readonly leaving: AbortSignal;
  /** What passes by itself: a lost connection, a lease that could not be renewed. */
  readonly onProblem: (problem: unknown) => void;
}

/** How often a worker says that it is at its chunks, and hears whether it still should be. */
const beatEveryMs = 1000;
/** Calls that are under way when a worker is asked to leave, or at a cap, may take so long to end. */
const graceMs = 20_000;
/** Samples of scripted models at a time: they need no limit, and no more than fill a commit. */
const demoSamples = 64;

/**
 * Takes chunks of one run until it ends or this worker leaves. Comes back with the reason when this worker can't work on it at all, and
 * has told so in the run's notes.
 */
export async function workOnRun(run: SharedRun, tools: WorkTools): Promise<RefractError | null> {
  const refuse = async (thrown: unknown) => {
    if (!(thrown instanceof RefractError)) throw thrown;
    await tools.shared.note(run.id, refusalNote(tools.workerId), thrown.message);
    return thrown;
  };
  let prepared: Prepared;
  try {
    prepared = await prepare(run, tools);
  } catch (thrown) {
    return refuse(thrown);
  }
  await using session = openSession(run, prepared, tools);
  let accounts: readonly AccountModels[];
  try {
    accounts = await accountsOf(prepared.run.setup, session.service);
  } catch (thrown) {
    return refuse(thrown);
  }
  await ask(run, prepared, session, accounts, tools);
  return null;
}

interface Prepared {
  readonly definition: RunDefinition;
  readonly run: PreparedRun;
}

async function prepare({ id, definition: text }: SharedRun, tools: WorkTools): Promise<Prepared> {
  const definition = parseDefinition(id, text, tools.version);
  const setup = setupOf(definition.identity, tools.instruments);
  const problems: string[] = [];
  for (const folder of [definition.from, ...tools.from]) {
    try {
      const run = await prepareRun(setup, folder);
      if (identityHash(run.identity) === identityHash(definition.identity)) return { definition, run };
      const differences = identityDifferences(definition.identity, run.identity);
      problems.push(`${folder} differs in ${differences.join(", ")}`);
    } catch (thrown) {
      if (!(thrown instanceof RefractError)) throw thrown;
      problems.push(`${folder}: ${thrown.message}`);
    }
  }
  throw new RefractError(
    "not-found",
    `the records of run ${id} (${definition.identity.instrument}) are not on this machine: ${problems.join("; ")}; expected the same files there or in a folder named with --from`,
  );
}

interface Session extends AsyncDisposable {
  readonly service: LocalModelService;
  readonly stopper: AbortController;
  readonly asker: Asker;
}

/** The model service of a run, whose calls and money are shared with other workers. */
function openSession(run: SharedRun, { definition }: Prepared, tools: WorkTools): Session {
  const { shared, workerId, onProblem } = tools;
  const stopper = new AbortController();
  const keeper = new AccountKeeper(shared, `${workerId}/${run.id}`, onProblem);
  const service = createModelService({
    env: tools.env,
    prices: createPriceTable(definition.prices),
    ledger: {
      reserve: (entry) => patiently(() => shared.reserve(entry)),
      settle: (id, usd) => patiently(() => shared.settle(id, usd)),
    },
    sharing: keeper,
    ...(definition.concurrency === null ? {} : { concurrency: definition.concurrency }),
  });
  const asker = createAsker(service, definition.cache ? tools.cache : null, {
    signal: stopper.signal,
    deadlineMs: definition.deadlineMs,
    retries: 4,
    quotaRetries: 60,
    budget: { name: ledgerOf(run.id), capUsd: definition.capUsd },
  });
  return { service, stopper, asker, [Symbol.asyncDispose]: () => keeper[Symbol.asyncDispose]() };
}

async function ask(
  run: SharedRun,
  { run: { setup, plan } }: Prepared,
  { service, stopper, asker }: Session,
  accounts: readonly AccountModels[],
  tools: WorkTools,
): Promise<void> {
  const { shared, onProblem } = tools;
  const store = createSharedSampleStore(shared, run.id);
  const tell = async (stop: Stop) => {
    await shared.note(run.id, stopNote, JSON.stringify(stop));
  };
  try {
    await probeModels(setup, asker, store);
  } catch (thrown) {
    const stop = stopOfProbe(thrown);
    if (stop === null) throw thrown;
    return tell(stop);
  }
  const feeds = accounts.map(({ client, modelIndexes, concurrency }) => {
    const demo = client.account === "demo";
    return {
      concurrency: demo ? demoSamples : concurrency,
      source: new ChunkFeed({
        ...{ shared, runId: run.id, models: modelIndexes },
        allowance: demo ? () => demoSamples : () => service.presentConcurrency(client),
      }),
    };
  });
  const givenUp = new Set<(typeof setup.models)[number]>();
  let isLeaving = false;
  const leave = () => {
    if (isLeaving) return;
    isLeaving = true;
    for (const { source } of feeds) source.close();
    setTimeout(() => stopper.abort(new Error("the worker was stopped")), graceMs).unref();
  };
  await using _beat = startBeat(async () => {
    const jobs = feeds.flatMap(({ source }) => source.jobs);
    if (jobs.length > 0) await shared.chunks.keep(run.id, jobs);
    const present = await shared.run(run.id);
    const notes = await shared.notes(run.id);
    for (const model of setup.models) if (notes.has(givenUpNote(model.id))) givenUp.add(model);
    const stop = toldStop(notes);
    if (present?.state === "open" && stop === null) return;
    if (stop?.reason === "budget") return leave();
    stopper.abort(new Error("the run has ended"));
    for (const { source } of feeds) source.close();
  }, onProblem);
  tools.leaving.addEventListener("abort", leave, { once: true });
  if (tools.leaving.aborted) leave();
  try {
    const stop = await askSamples(setup, plan, feeds, {
      ...{ store, asker, stopper, givenUp },
      onGivenUp: (model, message) => {
        shared.note(run.id, givenUpNote(model.id), message).catch(onProblem);
      },
      onOutcome: () => {},
    });
    if (stop?.reason === "budget") await tell(stop);
  } catch (thrown) {
    // The run was removed while an answer was on its way.
    if (!(thrown instanceof RefractError) || thrown.code !== "not-found") throw thrown;
  } finally {
    tools.leaving.removeEventListener("abort", leave);
    for (const { source } of feeds) await source.handBack().catch(onProblem);
  }
}

/** Why no sample can be asked at all; null for what is no matter of the models, such as a lost connection to the database. */
function stopOfProbe(thrown: unknown): Stop | null {
  if (!(thrown instanceof RefractError)) return null;
  switch (thrown.code) {
    case "budget-reached":
      return { reason: "budget", message: thrown.message };
    case "invalid-input":
    case "missing-key":
    case "model-failed":
      return { reason: "model", message: thrown.message };
    default:
      return null;
  }
}

function startBeat(beat: () => Promise<void>, onProblem: (problem: unknown) => void): AsyncDisposable {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= beat()
      .catch(onProblem)
      .finally(() => {
        running = null;
      });
  }, beatEveryMs);
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
