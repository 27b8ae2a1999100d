import { builtInStages, openStudy } from "@refract/collect";
import { messageOf, RefractError } from "@refract/core";
import { describeUnpriced } from "@refract/models";
import {
  bundleHash,
  createStudyActions,
  loadStaticPages,
  type RunningServer,
  startServer,
} from "@refract/server";
import { holdDatabase } from "@refract/store";
import { buildWeb, webAssets } from "@refract/web";
import pino from "pino";
import { buildCommit } from "../build-commit.ts";
import { defaultDataFolder } from "../data-folder.ts";
import { endOnFailure } from "../end-on-failure.ts";
import { exitCodes } from "../exit-codes.ts";
import { originOf, portNumber } from "../options.ts";
import { noteServedAddress, takeFolder } from "../served-address.ts";
import { onStopSignal } from "../stop-signals.ts";
import { reviewStored } from "../stored-studies.ts";
import { readStudy } from "../study-bundle.ts";
import type { Terminal } from "../terminal.ts";
import { makeDataFolder, openWorkspace, storeOptions, type Workspace } from "../workspace.ts";

export interface ServeOptions {
  readonly port: string;
  readonly host: string;
  readonly data: string;
  readonly databaseUrl?: string;
  readonly publicUrl?: string;
}

/** Runs until it is told to stop. */
export async function serveStudies(
  paths: readonly string[],
  options: ServeOptions,
  terminal: Terminal,
): Promise<number> {
  const port = portNumber("--port", options.port);
  const publicUrl = originOf("--public-url", options.publicUrl);
  // Everything is read and checked before anything is opened, so that a bad study changes nothing.
  const bundles = await Promise.all(paths.map((path) => readStudy(path)));
  // Before the tables are brought up to date, after which an earlier version can't open them any more.
  const named = new Set(bundles.map(bundleHash));
  const stored = await reviewStored(options, named);
  const added = bundles.filter((bundle) => !stored.latestHashes.has(bundleHash(bundle)));
  for (const bundle of added) openStudy(bundle, builtInStages);
  for (const warning of stored.warnings) terminal.notice(`warning: ${warning}`);
  // Somebody at a terminal reads what is printed; a service's log says what happened when.
  const level = process.env.REFRACT_LOG_LEVEL ?? (process.stderr.isTTY ? "warn" : "info");
  const logger = pino({ level }, pino.destination(2));
  const dataFolder = await makeDataFolder(options.data);
  await using _hold = await takeFolder(
    dataFolder,
    "refract serve",
    "expected one server for a folder: stop that one first, or name another --data; people, export, backup and owner-link work beside it",
  );
  const stopped = Promise.withResolvers<void>();
  // Heard below, once the server has started.
  stopped.promise.catch(() => {});
  await using _database = await holdServedDatabase(options, stopped.reject);
  await using workspace = await openWorkspace({ ...options, logger });
  const pages = await loadStaticPages(await currentPages(terminal));
  await workspace.store.checkIntegrity();
  using _end = endOnFailure(workspace.store, (error) => {
    // Written before the program ends, which a line on its way would not survive.
    pino({ level }, pino.destination({ dest: 2, sync: true })).error(
      { error },
      "the server ends, to be started anew",
    );
  });
  await using server = await startServer({
    store: workspace.store,
    models: workspace.models,
    secrets: workspace.secrets,
    pages,
    dataFolder: workspace.dataFolder,
    logger,
    studies: added,
    host: listeningHost(options.host),
    port,
    publicUrl,
    commit: buildCommit(),
    actions: (running) =>
      createStudyActions(running, async () => (await import("@refract/instruments")).codings, process.env),
  });
  await using _note = await noteServedAddress(workspace.dataFolder, {
    ...{ id: server.id, baseUrl: server.baseUrl, linkUrl: server.linkUrl },
    key: workspace.secrets.fingerprint,
  });
  const ofModels = await modelWarnings(server, workspace, named);
  for (const warning of ofModels) terminal.say(`warning: ${warning}`);
  const warnings = [...stored.warnings, ...ofModels];
  const links = (await server.shelf.list()).studies.map(({ opened }) => ({
    id: opened.study.id,
    link: `${server.linkUrl}/s/${opened.study.id}`,
  }));
  // Heard until the very end, when the last writes are on the disk.
  onStopSignal(() => stopped.resolve());
  terminal.result(
    { startPage: server.entryUrl, studies: links, dataFolder: workspace.dataFolder, warnings },
    [
      "",
      `  start page   ${server.entryUrl}`,
      ...links.map(({ id, link }) => `  participants ${link}  (${id})`),
      `  data         ${workspace.dataFolder}`,
      "",
      `  the start page's link works once, within an hour (${ownerLinkCommand(options.data)} prints another); stop with Ctrl+C`,
    ].join("\n"),
  );
  await stopped.promise;
  terminal.say("\nstopping");
  return exitCodes.ok;
}

/**
 * A PostgreSQL database for this server alone; a SQLite file is in the data folder, which is held itself. `end` is told when
 * another server took the database while the connection was lost.
 */
async function holdServedDatabase(
  options: ServeOptions,
  end: (error: RefractError) => void,
): Promise<AsyncDisposable | null> {
  const store = storeOptions(options);
  if (!("databaseUrl" in store)) return null;
  return holdDatabase({
    databaseUrl: store.databaseUrl,
    command: "refract serve",
    why: "expected one server for a database: stop that one first, or name another database; worker, people, export and owner-link work beside it",
    onLost: end,
  });
}

/** An IPv6 address may be written as it stands in a URL, in brackets. */
function listeningHost(text: string): string {
  const host = text.trim().replace(/^\[(.*)\]$/, "$1");
  if (host !== "" && !/[\s/]/.test(host)) return host;
  throw new RefractError(
    "invalid-input",
    `--host: invalid value "${text}", expected an address of this machine such as 127.0.0.1, or 0.0.0.0 for all`,
  );
}

/** The folder of the pages, built now if they are missing or older than their sources. */
async function currentPages(terminal: Terminal): Promise<string> {
  const { folder, isCurrent } = await webAssets();
  if (isCurrent) return folder;
  terminal.say("building the pages (some seconds, once) …");
  try {
    return (await buildWeb()).folder;
  } catch (error) {
    const reason = error instanceof Error && error.cause !== undefined ? `\n  ${messageOf(error.cause)}` : "";
    throw new RefractError("unavailable", `${messageOf(error)}${reason}`, { cause: error });
  }
}

/**
 * What can't be asked now. Throws where the cap of a study that was named could not be kept. Of one that is only stored it is a warning:
 * its calls are refused, and the other studies go on.
 */
async function modelWarnings(
  server: RunningServer,
  workspace: Workspace,
  named: ReadonlySet<string>,
): Promise<readonly string[]> {
  const warnings: string[] = [];
  for (const { opened, version } of (await server.shelf.list()).studies) {
    const { study } = opened;
    try {
      const unpriced =
        study.budget === undefined ? null : describeUnpriced(workspace.pool(study.models), workspace.prices);
      if (unpriced !== null) throw new RefractError("invalid-input", unpriced);
    } catch (thrown) {
      const message = `${study.id}: ${messageOf(thrown)}`;
      if (named.has(version.hash)) throw new RefractError("invalid-input", message, { cause: thrown });
      warnings.push(message);
      continue;
    }
    for (const model of study.models) {
      await workspace.models.open(model).catch((error: unknown) => {
        warnings.push(`${study.id}: ${model.id}: ${messageOf(error)}`);
      });
    }
  }
  return warnings;
}

function ownerLinkCommand(data: string): string {
  if (data === defaultDataFolder) return "refract owner-link";
  return `refract owner-link --data ${/\s/.test(data) ? JSON.stringify(data) : data}`;
}
