import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createSecrets, openSecrets } from "./secrets.ts";
import { recoveryCode, recoveryLookup } from "./sessions/recovery.ts";

test("the secret is made once, readable by its owner only, and stays the same", async () => {
  const folder = await mkdtemp(join(tmpdir(), "refract-secret-"));
  const [first, second] = await Promise.all([openSecrets(folder, {}), openSecrets(folder, {})]);
  expect(first.sign("entry", "x")).toBe(second.sign("entry", "x"));
  expect((await stat(join(folder, "secret.key"))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(folder, "secret.key"), "utf8")).toMatch(/^[0-9a-f]{64}$/);
  await rm(folder, { recursive: true });
});

test("a secret file that was cut short is refused and kept, since whatever is signed with it could be guessed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "refract-secret-"));
  await writeFile(join(folder, "secret.key"), "");
  await expect(openSecrets(folder, {})).rejects.toThrow(
    `${join(folder, "secret.key")}: 0 characters, expected at least 32; put the file back from a backup`,
  );
  expect(await readFile(join(folder, "secret.key"), "utf8")).toBe("");
  await rm(folder, { recursive: true });
});

test("a secret from the environment must be long enough, and the message does not repeat it", async () => {
  await expect(openSecrets("nowhere", { REFRACT_SECRET: "short-canary" })).rejects.toThrow(
    "REFRACT_SECRET: 12 characters, expected at least 32",
  );
  await expect(openSecrets("nowhere", { REFRACT_SECRET: "x".repeat(31) })).rejects.toThrow(/31 characters/);
  expect((await openSecrets("nowhere", { REFRACT_SECRET: "x".repeat(32) })).sign("a", "b")).toHaveLength(64);
  await expect(openSecrets("nowhere", { REFRACT_SECRET: "short-canary" })).rejects.not.toThrow("canary");
});

test("signatures of one purpose are worth nothing for another, and sealing hides the text and never repeats itself", () => {
  const secrets = createSecrets(Buffer.from("a secret for tests that is long enough"));
  expect(secrets.isSigned("entry", "x", secrets.sign("entry", "x"))).toBe(true);
  expect(secrets.isSigned("researcher", "x", secrets.sign("entry", "x"))).toBe(false);
  expect(secrets.isSigned("entry", "x", "")).toBe(false);
  const sealed = secrets.seal("panel-person-1");
  expect(Buffer.from(sealed).toString("latin1")).not.toContain("panel");
  expect(secrets.seal("panel-person-1")).not.toEqual(sealed);
});

test("a recovery code is the same each time, differs between people, and is found however it is typed", () => {
  const secrets = createSecrets(Buffer.from("a secret for tests that is long enough"));
  const code = recoveryCode(secrets, "p1");
  expect(code).toMatch(/^[A-HJKMNP-TV-Z2-9]{4}(-[A-HJKMNP-TV-Z2-9]{4}){2}$/);
  expect(recoveryCode(secrets, "p1")).toBe(code);
  expect(recoveryCode(secrets, "p2")).not.toBe(code);
  expect(recoveryLookup(` ${code.toLowerCase().replaceAll("-", " ")} `)).toBe(recoveryLookup(code));
});
