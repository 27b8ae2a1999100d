import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createMemoryLedger, createModelService, loadPrices } from "@refract/models";
import { createSecrets, readBundle, simulatePeople, startServer } from "@refract/server";
import { openStore } from "@refract/store";
import { smallStudy } from "./command-line.fixture.ts";

/** A data folder in which a server has served the small study to simulated people, and which nobody uses now. */
export async function servedStudy(dataFolder: string, people: number): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  const file = join(dataFolder, "..", "served.yaml");
  await writeFile(file, smallStudy());
  await using store = await openStore({ file: join(dataFolder, "refract.sqlite") });
  await using server = await startServer({
    store,
    models: createModelService({
      env: {},
      prices: loadPrices([], []),
      ledger: createMemoryLedger(),
      demoPace: 0,
    }),
    secrets: createSecrets(Buffer.alloc(32, 1)),
    pages: null,
    dataFolder,
    logger: { info: () => {}, error: () => {} },
    instant: true,
  });
  const { opened } = await server.addStudy(await readBundle(file));
  await simulatePeople({ server, study: opened, people, seed: "1" });
}
