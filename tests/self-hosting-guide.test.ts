import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openStore } from "@refract/store";
import {
  createPostgresDatabase,
  describeWith,
  ParticipantClient,
  postgres,
  repositoryRoot,
  startTestServer,
} from "@refract/testing";
import { afterEach, beforeEach, expect, test } from "vitest";

const run = promisify(execFile);
const guide = await readFile(join(repositoryRoot(), "docs", "self-hosting.md"), "utf8");
const mainFile = join(repositoryRoot(), "packages", "cli", "src", "main.ts");
/** What the test server seals with. */
const secret = "a secret for tests that is long enough";
const study = {
  "study.yaml": `refract: 1
id: STUDY
title: Tea
entry: {panel: {idParameter: PID}}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: end, type: end}
`.replace("STUDY", "tea"),
};
const isMissing = (program: string) =>
  run(program, ["--version"]).then(
    () => false,
    () => true,
  );

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "refract-guide-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The code blocks under a heading. */
function blocksUnder(heading: string): readonly string[] {
  const [, rest = ""] = guide.split(`\n${heading}\n`);
  const section = rest.split(/\n#{2,3} /)[0] ?? "";
  return [...section.matchAll(/```\w*\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
}

/**
 * Runs a block as it stands, with the guide's folders inside the test's. What starts a server, fetches code or speaks to the service
 * manager is left out: other tests start servers, and a test must not touch the machine's services.
 */
async function runBlock(block: string): Promise<string> {
  const places: Readonly<Record<string, string>> = {
    "/var/lib/refract": join(folder, "data"),
    "/srv/refract": join(folder, "code"),
    "/backups": join(folder, "backups"),
  };
  const lines = block
    .replaceAll(/\/(?:var\/lib\/refract|srv\/refract|backups)\b/g, (place) => places[place] ?? place)
    .replaceAll(/\bSTUDY\b/g, "tea")
    .split("\n")
    .filter((line) => !/refract -- serve|^git clone|refract -- --version/.test(line));
  const script = `set -e
systemctl() { :; }
npm() { shift 3; "${process.execPath}" --disable-warning=ExperimentalWarning "${mainFile}" "$@"; }
cd "${folder}"
${lines.join("\n")}`;
  const { REFRACT_DATABASE_URL: _, REFRACT_SECRET: __, ...env } = process.env;
  return (await run("bash", ["-c", script], { env, maxBuffer: 2 ** 24 })).stdout;
}

/** A data folder in which one person of a panel has taken part, and the folders of two releases. */
async function prepare(): Promise<void> {
  for (const name of ["data", "backups", "code/NEW", "code/OLD"])
    await mkdir(join(folder, name), { recursive: true });
  await run("ln", ["-s", join(folder, "code", "OLD"), join(folder, "code", "current")]);
  await using running = await startTestServer({ study });
  const person = new ParticipantClient(running.server.baseUrl, "tea");
  await person.arrive({ PID: "ann" });
  await person.does("consent", { type: "consent.given", statements: { consent: true } });
  await running.store.backup(join(folder, "data", "refract.sqlite"));
  await writeFile(join(folder, "data", "secret.key"), secret);
}

test("the commands of an update, its rehearsal and the way back do what they say", async () => {
  await prepare();
  const [install = "", rehearsal = "", swap = "", back = ""] = blocksUnder("## Updates");
  await runBlock(install);
  const said = await runBlock(rehearsal);
  expect(said).toMatch(/tea +1 +0 +runs/);
  expect(said).toContain("restored 1 study to");
  await expect(stat(join(folder, "rehearsal"))).rejects.toThrow("ENOENT");
  await runBlock(swap);
  await writeFile(join(folder, "data", "refract.sqlite-wal"), "");
  await runBlock(back);
  await using store = await openStore({ file: join(folder, "data", "refract.sqlite") });
  expect((await store.people("tea")).length).toBe(1);
  await stat(join(folder, "data", "refract.sqlite.NEW"));
}, 600_000);

test("the commands that end a study and replace the key do what they say", async () => {
  await prepare();
  const [key = ""] = blocksUnder("## Another key");
  expect(await runBlock(key)).toContain("1 panel ids were sealed anew");
  expect(await readFile(join(folder, "data", "secret.key"), "utf8")).not.toBe(secret);
  const [end = ""] = blocksUnder("## The end of a study");
  const said = await runBlock(end);
  expect(said).toContain("tea is closed");
  expect(said).toContain("erased 1 panel ids");
  expect(said).toContain("tea: deleted, with 1 people and 1 versions");
  await stat(join(folder, "final", "manifest.json"));
}, 600_000);

test("the unit for systemd is one, and is exposed little", async (context) => {
  if (await isMissing("systemd-analyze"))
    return context.skip("needs systemd-analyze: apt-get install systemd");
  const [unit = ""] = blocksUnder("### As a service");
  const file = join(folder, "refract.service");
  // A program and a folder that this machine has.
  await writeFile(
    file,
    unit.replace("/usr/bin/npm", process.execPath).replace("/srv/refract/current", folder),
  );
  const verified = await run("systemd-analyze", ["verify", "--man=no", file]);
  expect(verified.stderr.split("\n").filter((line) => line.includes("refract.service"))).toEqual([]);
  const { stdout } = await run("systemd-analyze", ["security", "--offline=true", "--no-pager", file]);
  const exposure = Number(/exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1]);
  expect(exposure).toBeLessThan(4);
});

test("every command of the guide is one, with the options it has", async () => {
  const commands = [...guide.matchAll(/npm run refract -- ([a-z][^\n`#|]*)/g)].map(([, text = ""]) =>
    text.trim(),
  );
  const options = new Map<string, Set<string>>();
  for (const text of commands) {
    const words = text.split(/\s+/);
    const isPair =
      ["study", "key", "models", "people", "dataset"].includes(words[0] ?? "") &&
      /^[a-z-]+$/.test(words[1] ?? "");
    const name = words.slice(0, isPair ? 2 : 1).join(" ");
    const named = options.get(name) ?? new Set();
    for (const word of words) if (word.startsWith("--")) named.add(word);
    options.set(name, named);
  }
  expect(options.size).toBeGreaterThan(12);
  for (const [name, named] of options) {
    const { stdout } = await run(process.execPath, [mainFile, ...name.split(" "), "--help"]);
    for (const option of named) expect(stdout, `refract ${name}`).toContain(option);
  }
}, 600_000);

await describeWith(postgres, "the PostgreSQL chapter", (server) => {
  test("moves, dumps and restores with the commands it names", async (context) => {
    if ((await isMissing("pg_dump")) || (await isMissing("pg_restore")))
      return context.skip("needs pg_dump and pg_restore: apt-get install postgresql-client");
    await prepare();
    await using database = await createPostgresDatabase(server);
    await using restored = await createPostgresDatabase(server);
    const [, move = "", dump = ""] = blocksUnder("## PostgreSQL");
    const here = (block: string) =>
      block
        .replaceAll(/postgres:\/\/refract:PASSWORD@\S+\/refract_restored/g, restored.options.databaseUrl)
        .replaceAll(/postgres:\/\/refract:PASSWORD@\S+\/refract\b/g, database.options.databaseUrl)
        .replace("$REFRACT_DATABASE_URL", database.options.databaseUrl)
        // Databases of the test are made and taken away by it.
        .replace(/^createdb .*$/m, "");
    expect(await runBlock(here(move))).toMatch(/participants +1 +[0-9a-f]{16}/);
    await runBlock(here(dump));
    await using there = await openStore(restored.options);
    expect((await there.people("tea")).length).toBe(1);
    expect((await there.totals("tea")).completed).toBe(1);
  }, 600_000);
});
