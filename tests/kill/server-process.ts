// A server in a process of its own that tests may kill at any moment: `node server-process.ts STUDY_FOLDER DATABASE PORT`.
import { createModelService, loadPrices } from "@refract/models";
import { createSecrets, readBundle, startServer } from "@refract/server";
import { openStore } from "@refract/store";

const [folder = "", file = "", port = "0"] = process.argv.slice(2);
const store = await openStore({ file });
await store.settleAbandoned(15 * 60_000);
await startServer({
  studies: [await readBundle(folder)],
  store,
  models: createModelService({ env: {}, prices: loadPrices(), ledger: store }),
  secrets: createSecrets(Buffer.from("a secret for tests that is long enough")),
  pages: null,
  dataFolder: folder,
  logger: {
    info: () => {},
    error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
  },
  port: Number(port),
});
process.stdout.write("ready\n");
