import { openStore, type StoreOptions } from "../index.ts";
import { enter } from "./sample-rows.ts";

/**
 * One of several processes that want the same: `node rival.ts OPTIONS NAME`. Opens the store, waits for a line on its
 * input so that all begin together, admits people and reserves money until it is refused, and prints what it got.
 */
const [optionsText, name] = process.argv.slice(2);
if (optionsText === undefined || name === undefined) throw new Error("expected OPTIONS NAME");
const options: StoreOptions = JSON.parse(optionsText);
await using store = await openStore(options);
process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));

const ordinals: number[] = [];
const refusals: string[] = [];
const note = (thrown: unknown) =>
  refusals.push(thrown instanceof Error && "code" in thrown ? String(thrown.code) : String(thrown));
for (let index = 0; index < 20; index += 1) {
  await enter(store, "s", `${name}-${index}`, { places: 40, consentedAt: 1 }).then(
    (person) => ordinals.push(person.ordinal),
    note,
  );
}
let reserved = 0;
for (let index = 0; index < 20; index += 1) {
  await store
    .reserve({ name: "s", account: "demo", reference: "demo:plain", usd: 0.01, capUsd: 0.5 })
    .then(() => {
      reserved += 1;
    }, note);
}
process.stdout.write(`${JSON.stringify({ ordinals, reserved, refusals })}\n`);
process.stdin.destroy();
