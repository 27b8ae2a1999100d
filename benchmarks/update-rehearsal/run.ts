// `node benchmarks/update-rehearsal/run.ts [FOLDER OF THE OLD COMMIT]`: makes data with commit 25cc7fc (schema 1), updates, rolls back, restores,
// updates again, moves to PostgreSQL, and compares what is exported at every step. printed.txt is what it printed.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { copyFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createPostgresDatabase, postgres } from "@refract/testing";

const oldCommit = "25cc7fc";
const studyId = "prism";
const people = 6;
const repository = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);
const found = await postgres.find();
if (found.state === "missing") throw new Error(`PostgreSQL: ${found.reason}; ${found.install}`);
const work = await mkdtemp(join(tmpdir(), "refract-rehearsal-"));
const folder = (name: string) => join(work, name);
const { REFRACT_DATABASE_URL: _, REFRACT_SECRET: __, ...environment } = process.env;

const say = (line: string) => process.stdout.write(`${line.replaceAll(work, "WORK")}\n`);

/** A command of the code in a folder; its exit code, and what it printed. */
async function refract(code: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const shown = args.map((arg) => (arg.startsWith(work) ? basename(arg) : arg)).join(" ");
  try {
    const { stdout } = await run(process.execPath, commandLine(code, args), {
      env: { ...environment, ...env },
      maxBuffer: 64 * 2 ** 20,
    });
    say(`$ refract ${shown}`);
    return { exitCode: 0, said: stdout };
  } catch (thrown) {
    const { code: exitCode, stderr } = Object(thrown);
    say(`$ refract ${shown}\n  exit code ${exitCode}`);
    return { exitCode: Number(exitCode), said: String(stderr) };
  }
}

function commandLine(code: string, args: readonly string[]): string[] {
  return ["--disable-warning=ExperimentalWarning", join(code, "packages/cli/src/main.ts"), ...args];
}

/** Serves a data folder with the code of a folder, does something, and stops it as a service manager would. */
async function serve(
  code: string,
  args: readonly string[],
  act: (entry: string) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child: ChildProcess = spawn(
    process.execPath,
    commandLine(code, ["serve", ...args, "--port", "0", "--json"]),
    { env: { ...environment, REFRACT_LOG_LEVEL: "warn", ...env }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = once(child, "exit");
  try {
    const started = await Promise.race([
      once(child.stdout ?? child, "data").then(([chunk]) => String(chunk)),
      ended.then(() => Promise.reject(new Error("the server ended before it started"))),
    ]);
    await act(JSON.parse(started).startPage);
  } finally {
    child.kill("SIGTERM");
    const [exitCode] = await ended;
    say(`$ refract serve … (stopped with SIGTERM, exit code ${exitCode})`);
  }
}

/** Simulated people by the start page's button, and two real ones, one of whom is in the middle. */
async function fill(entry: string): Promise<void> {
  const { origin } = new URL(entry);
  const entered = await fetch(entry, { redirect: "manual" });
  const cookie = (entered.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
  const headers = { cookie, origin, "content-type": "application/json" };
  const post = (path: string, body: unknown) =>
    fetch(`${origin}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const { jobId } = Object(await (await post("/api/r/simulate", { studyId, people })).json());
  const job = await fetch(`${origin}/api/r/jobs/${jobId}/stream`, { headers });
  let told = "";
  for await (const text of job.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    told += text;
    if (/"state":"(?:done|failed)"/.test(told)) break;
  }
  say(`made: ${/"message":"([^"]*)"/.exec(told.slice(told.lastIndexOf("data:")))?.[1]}`);
  for (const id of ["panel-1", "panel-2"]) {
    const landing = await (await fetch(`${origin}/api/p/studies/${studyId}`)).json();
    const body = { studyId, entryToken: Object(landing).entryToken, language: "en", panel: { id } };
    const { status } = await post("/api/p/enter", body);
    if (status !== 200) throw new Error(`entering: HTTP ${status}`);
  }
  say("made: 2 people with panel ids, under way");
}

/** The exported files' hashes, without those that hold the time of the export. */
async function exported(
  code: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, string>> {
  const out = folder(`export-${exports.length + 1}`);
  const { exitCode, said } = await refract(
    code,
    ["export", studyId, ...args, "--simulated", "include", "--out", out],
    env,
  );
  if (exitCode !== 0) throw new Error(said);
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !timed.has(entry.name))
    .map((entry) => relative(out, join(entry.parentPath, entry.name)))
    .sort();
  const hashes = new Map<string, string>();
  for (const name of names)
    hashes.set(
      name,
      createHash("sha256")
        .update(await readFile(join(out, name)))
        .digest("hex"),
    );
  exports.push(hashes);
  const all = createHash("sha256")
    .update(JSON.stringify([...hashes]))
    .digest("hex");
  say(`  ${names.length} files, together ${all.slice(0, 16)}`);
  return hashes;
}
const exports: ReadonlyMap<string, string>[] = [];
const timed = new Set(["README.md", "manifest.json", "codebook.json"]);

function same(what: string, a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): void {
  const names = [...new Set([...a.keys(), ...b.keys()])];
  const different = names.filter((name) => a.get(name) !== b.get(name));
  if (different.length > 0) throw new Error(`${what}: ${different.join(", ")} differ`);
  say(`SAME: ${what}, ${names.length} files byte for byte`);
}

const panelIds = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const { said } = await refract(repository, ["people", studyId, ...args, "--json"], env);
  return JSON.parse(said).people.map(({ panelId }: { panelId: string }) => panelId);
};

try {
  const [given] = process.argv.slice(2);
  const old = given ?? folder("old-code");
  if (given === undefined) {
    await run("git", ["worktree", "add", "--detach", old, oldCommit], { cwd: repository });
    await run("npm", ["run", "refract", "--", "--version"], { cwd: old, maxBuffer: 64 * 2 ** 20 });
  }
  say(`old code: ${oldCommit}`);
  const study = join(old, "examples/prism/study.yaml");
  const data = ["--data", folder("data")];

  say("\n1. data of schema 1");
  await serve(old, [study, ...data], fill);
  const before = await exported(old, data);
  await refract(old, ["backup", ...data, "--out", folder("backup.sqlite")]);

  say("\n2. what the new code will make of it, before anything is changed");
  const stored = await refract(repository, ["study", "stored", ...data]);
  say(stored.said.trim().replaceAll(/^/gm, "  "));
  same("exports of the old code after that", before, await exported(old, data));

  say("\n3. the update: the new code serves the same folder");
  await serve(repository, data, async (entry) => {
    const health = await (await fetch(new URL("/health", entry))).json();
    const { ok, database } = Object(health);
    say(`  /health: ok ${ok}, database ${database}`);
  });
  const updated = await exported(repository, data);
  const ids = await panelIds(data);
  say(`  panel ids: ${JSON.stringify(ids)}`);

  say("\n4. the way back: the old code refuses the newer tables, and goes on from the backup");
  const refused = await refract(old, ["export", studyId, ...data, "--out", folder("refused")]);
  if (refused.exitCode === 0) throw new Error("the old code opened newer tables");
  say(`  ${refused.said.trim()}`);
  const back = ["--data", folder("back")];
  await refract(old, ["restore", folder("backup.sqlite"), ...back]);
  await copyFile(join(folder("data"), "secret.key"), join(folder("back"), "secret.key"));
  same("exports before the update and after the way back", before, await exported(old, back));

  say("\n5. the update once more, from what was restored");
  await serve(repository, back, async () => {});
  same("exports after both updates", updated, await exported(repository, back));

  say("\n6. the move to PostgreSQL");
  await using database = await createPostgresDatabase(found.thing);
  const env = { REFRACT_DATABASE_URL: database.options.databaseUrl };
  const moved = await refract(repository, ["move", ...back], env);
  if (moved.exitCode !== 0) throw new Error(moved.said);
  say(moved.said.trim().replaceAll(/^/gm, "  "));
  same("exports from SQLite and from PostgreSQL", updated, await exported(repository, back, env));
  same("exports of the SQLite that was moved", updated, await exported(repository, back));
  await serve(repository, back, async () => {}, env);
  const idsThere = await panelIds(back, env);
  if (JSON.stringify(idsThere) !== JSON.stringify(ids))
    throw new Error(`panel ids: ${JSON.stringify(idsThere)}`);
  say(`SAME: panel ids, ${JSON.stringify(idsThere)}`);
  say("\nrehearsed: update, way back, update again, move");
} finally {
  await run("git", ["worktree", "remove", "--force", folder("old-code")], { cwd: repository }).catch(
    () => {},
  );
  await rm(work, { recursive: true, force: true });
}
process.exit();
