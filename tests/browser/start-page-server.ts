import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codings } from "@refract/instruments";
import { createStudyActions, loadStaticPages, readBundle } from "@refract/server";
import { createSqliteDatabase, repositoryRoot, startTestServer, type TestServer } from "@refract/testing";
import { buildWeb } from "@refract/web";

export interface StartPageServer extends AsyncDisposable {
  readonly dataFolder: string;
  /** The server that runs now. */
  running(): TestServer;
  stop(): Promise<void>;
  /** On the same port, with the same database. */
  startAgain(): Promise<void>;
}

/** The demo study as `npm start` serves it: with its scripted models, the real pages and the start page's buttons. */
export async function startStartPageServer(): Promise<StartPageServer> {
  const dataFolder = await mkdtemp(join(tmpdir(), "refract-start-page-"));
  const database = await createSqliteDatabase();
  const start = async (port: number) =>
    startTestServer({
      study: await readBundle(join(repositoryRoot(), "examples", "prism")),
      pages: await loadStaticPages((await buildWeb()).folder),
      actions: (server) => createStudyActions(server, async () => codings, {}),
      dataFolder,
      database,
      port,
    });
  let running = await start(0);
  const port = Number(new URL(running.server.baseUrl).port);
  return {
    dataFolder,
    running: () => running,
    stop: async () => running[Symbol.asyncDispose](),
    startAgain: async () => {
      running = await start(port);
    },
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
