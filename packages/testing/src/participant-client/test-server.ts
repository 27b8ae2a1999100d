import { createModelService, loadPrices } from "@refract/models";
import {
  createSecrets,
  type RunningServer,
  type Secrets,
  type ServerOptions,
  startServer,
} from "@refract/server";
import { openStore, type Store, type StoreOptions } from "@refract/store";
import { createSqliteDatabase, type TestDatabase } from "../databases/test-database.ts";

interface LogLine {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export interface TestServer extends AsyncDisposable {
  readonly server: RunningServer;
  readonly store: Store;
  readonly database: TestDatabase;
  readonly secrets: Secrets;
  /** What the server logged as gone wrong. */
  readonly log: LogLine[];
  /** What the server logged as having happened. */
  readonly notes: LogLine[];
}

export interface TestServerOptions
  extends Partial<
    Pick<
      ServerOptions,
      "instant" | "pages" | "port" | "publicUrl" | "actions" | "host" | "dataFolder" | "commit" | "panelCall"
    >
  > {
  readonly study: Readonly<Record<string, string>>;
  /** Goes on with this database instead of a new one; it is not removed at the end. */
  readonly database?: TestDatabase;
  readonly env?: Readonly<Record<string, string>>;
  /** Stands between the server and its store, to fail where a test wants it to. */
  readonly wrapStore?: (store: Store) => Store;
}

/** A real server on a free port with a database of its own, serving one study. */
export async function startTestServer(options: TestServerOptions): Promise<TestServer> {
  const database = options.database ?? (await createSqliteDatabase());
  const { study, env = {}, database: given, wrapStore, ...rest } = options;
  const opened = await openStore(database.options satisfies StoreOptions);
  const store = wrapStore?.(opened) ?? opened;
  const log: LogLine[] = [];
  const notes: LogLine[] = [];
  const keepIn = (lines: LogLine[]) => (fields: LogLine["fields"], message: string) => {
    lines.push({ fields, message });
  };
  const secrets = createSecrets(Buffer.from("a secret for tests that is long enough"));
  const server = await startServer({
    store,
    models: createModelService({ env, prices: loadPrices(), ledger: store, demoPace: 0 }),
    secrets,
    pages: null,
    dataFolder: "refract-data",
    logger: { info: keepIn(notes), error: keepIn(log) },
    ...rest,
  });
  await server.addStudy(study);
  return {
    server,
    store,
    database,
    secrets,
    log,
    notes,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      if (given === undefined) await database[Symbol.asyncDispose]();
    },
  };
}
