// npm run complete-lock: after `npm install` from a registry that lacks other platforms' packages, gives them their
// entries in package-lock.json, without which `npm ci` refuses the file.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { completeLock } from "./bootstrap/lock-completion.mjs";
import { root } from "./bootstrap.mjs";

const path = join(root, "package-lock.json");
const { lock, added } = completeLock(JSON.parse(readFileSync(path, "utf8")));
if (added.length > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(added.length > 0 ? `${added.join("\n")}\n` : "package-lock.json is complete\n");
