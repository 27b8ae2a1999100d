// The same computing and nothing else: `node spinner.ts FIRST END`.
import { spin } from "./work.ts";

const [first = "0", end = "0"] = process.argv.slice(2);
let last = "";
for (let index = Number(first); index < Number(end); index += 1) last = spin(`q${index}`);
process.stdout.write(last);
