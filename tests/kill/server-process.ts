// A server in a process of its own that tests may kill at any moment: `node server-process.ts STUDY_FOLDER DATABASE PORT`.
// It loads its code, says "loaded", and serves once it is told to; so the next one can load while this one still serves.
import { once } from "node:events";
import { flushCompileCache } from "node:module";
import { createModelService, loadPrices } from "@refract/models";
import { createSecrets, readBundle, startServer } from "@refract/server";
import { openStore } from "@refract/store";

const [folder = "", file = "", port = "0"] = process.argv.slice(2);
// Killed processes write no compiled code at their end, so it is kept now for those that follow.
flushCompileCache();
process.stdout.write("loaded\n");
// Whoever started it is gone: nobody is left to kill it.
process.stdin.once("end", () => process.exit(0));
await once(process.stdin, "data");
process.stdout.write("going\n");
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
