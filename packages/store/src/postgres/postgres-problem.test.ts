import { expect, test } from "vitest";
import { postgresProblem } from "./postgres-problem.ts";

const place = "postgres://db/refract";
/** As `pg` reports what the server said. */
const said = (message: string, fields: Readonly<Record<string, string>>) =>
  Object.assign(new Error(message), fields);

test.each([
  [said("could not extend file: No space left on device", { code: "53100" }), "storage-full"],
  [said("could not write init file", { code: "XX000", severity: "FATAL" }), "unavailable"],
  [said("out of memory", { code: "53200", severity: "ERROR" }), "unavailable"],
  [said("sorry, too many clients already", { code: "53300", severity: "FATAL" }), "unavailable"],
  [said("could not read block 7: Input/output error", { code: "58030", severity: "ERROR" }), "unavailable"],
  [said("deadlock detected", { code: "40P01", severity: "ERROR" }), "unavailable"],
  [said("canceling statement due to statement timeout", { code: "57014", severity: "ERROR" }), "unavailable"],
  [said("the database system is in recovery mode", { code: "57P03", severity: "FATAL" }), "unavailable"],
  [said("Connection terminated unexpectedly", {}), "unavailable"],
  [said("duplicate key", { code: "23505", constraint: "events_pkey" }), "conflict"],
])("%s is told as what it is", (thrown, code) => {
  expect(postgresProblem(thrown, place)).toMatchObject({ code, cause: thrown });
});

test("a mistake of ours stays one", () => {
  const thrown = said('column "x" does not exist', { code: "42703", severity: "ERROR" });
  expect(postgresProblem(thrown, place)).toBe(thrown);
});
