import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describeOnEachDatabase } from "@refract/testing";
import { expect, test } from "vitest";
import { openStore } from "../index.ts";
import { addStudy } from "./sample-rows.ts";

const rival = fileURLToPath(new URL("rival.ts", import.meta.url));

async function nextLine(lines: AsyncIterator<string>, child: ChildProcessWithoutNullStreams) {
  const line = await lines.next();
  if (line.done === true) throw new Error(`the process ended early: ${String(child.stderr.read())}`);
  return line.value;
}

await describeOnEachDatabase("several processes", (createDatabase) => {
  test("four that start on an empty store share its ordinals, places and money", async () => {
    await using database = await createDatabase();
    const rivals = Array.from({ length: 4 }, (_, index) => {
      const child = spawn(process.execPath, [rival, JSON.stringify(database.options), `rival-${index}`]);
      return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
    });
    // All four migrate the same empty database; none may fail.
    await Promise.all(rivals.map(({ child, lines }) => nextLine(lines, child)));
    await using store = await openStore(database.options);
    await addStudy(store, "s");
    for (const { child } of rivals) child.stdin.write("go\n");
    const results: { ordinals: number[]; reserved: number; refusals: string[] }[] = await Promise.all(
      rivals.map(async ({ child, lines }) => JSON.parse(await nextLine(lines, child))),
    );
    const ordinals = results.flatMap((result) => result.ordinals).sort((a, b) => a - b);
    expect(ordinals).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(results.reduce((sum, result) => sum + result.reserved, 0)).toBe(50);
    expect(await store.totals("s")).toMatchObject({ people: 40, reservedUsd: 0.5 });
    const refusals = results.flatMap((result) => result.refusals);
    expect(refusals.filter((code) => code === "rejected")).toHaveLength(40);
    expect(refusals.filter((code) => code === "budget-reached")).toHaveLength(30);
    expect(refusals).toHaveLength(70);
  }, 60_000);
});
