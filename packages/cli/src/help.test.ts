import { afterEach, beforeEach, expect, test } from "vitest";
import { finished, refract, startRefract, workingFolder } from "./command-line.fixture.ts";

let folder: Awaited<ReturnType<typeof workingFolder>>;
beforeEach(async () => {
  folder = await workingFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

test("the version is the package's, with the commit it was built from", async () => {
  const { exitCode, out, err } = await refract("--version");
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
  expect(out).toMatch(/^0\.1\.0( \(commit [0-9a-f]{7,12}\))?\n$/);
});

test("the help lists every command", async () => {
  const { exitCode, out } = await refract("--help");
  expect(exitCode).toBe(0);
  const commands = /Commands:\n([\s\S]*)/.exec(out)?.[1] ?? "";
  expect([...commands.matchAll(/^ {2}([\w-]+)/gm)].map((match) => match[1])).toEqual([
    "serve",
    "owner-link",
    "study",
    "simulate",
    "export",
    "people",
    "dataset",
    "analyze",
    "analyses",
    "models",
    "ask",
    "instruments",
    "derive",
    "score",
    "compare",
    "report",
    "worker",
    "backup",
    "restore",
    "move",
    "key",
    "help",
  ]);
});

test.each<[args: string[], message: string]>([
  [["frobnicate"], "error: unknown command 'frobnicate'"],
  [["study", "frobnicate"], "error: unknown command 'frobnicate'"],
  [["study", "check"], "error: missing required argument 'file'"],
  [["study", "check", "a", "b"], "error: too many arguments for 'check'"],
  [["simulate", "a", "--out", "b"], "error: required option '--people <number>' not specified"],
  [["export", "a"], "error: required option '--out <folder>' not specified"],
  [["serve", "--prot", "1"], "error: unknown option '--prot'\n(Did you mean --port?)"],
])("%j is bad usage: exit code 2, and where help is", async (args, message) => {
  const { exitCode, out, err } = await refract(...args);
  expect(exitCode).toBe(2);
  expect(out).toBe("");
  expect(err).toContain(message);
  expect(err).toContain("(add --help for the options)");
});

/** Writes every package that was loaded, as one line at the end of the error stream. */
const loadedPackages = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  const loaded = new Set();
  registerHooks({
    load(url, context, next) {
      const names = [...url.matchAll(/(?:node_modules|packages)\\/((?:@[^/]+\\/)?[^/]+)/g)];
      if (names.length > 0) loaded.add(names.at(-1)[1]);
      return next(url, context);
    },
  });
  process.on("exit", () => process.stderr.write("loaded " + [...loaded].sort().join(" ") + "\\n"));
`)}`;

async function packagesLoadedBy(...args: string[]): Promise<readonly string[]> {
  const { err } = await finished(startRefract(args, ["--import", loadedPackages]));
  return /^loaded (.*)$/m.exec(err)?.[1]?.split(" ") ?? [];
}

test("version and help load nothing but the command line itself", async () => {
  expect(await packagesLoadedBy("--version")).toEqual(["cli", "commander"]);
  expect(await packagesLoadedBy("serve", "--help")).toEqual(["cli", "commander"]);
});

test("a reader that stops early is no failure", async () => {
  const child = startRefract(["study", "schema"]);
  child.stdout?.destroy();
  expect(await finished(child)).toEqual({ exitCode: 0, out: "", err: "" });
});

test("a server starts without what only exports need", async () => {
  const child = startRefract(["serve", "--port", "0", "--data", "data"], ["--import", loadedPackages]);
  let said = "";
  // the pages may have to be built first, which is said too
  child.stdout?.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
    // twice, as a terminal and npm do it together
    if (said.includes("http://")) child.kill("SIGTERM");
  });
  const { exitCode, err } = await finished(child);
  expect(exitCode).toBe(0);
  const loaded = /^loaded (.*)$/m.exec(err)?.[1]?.split(" ") ?? [];
  expect(loaded).toContain("server");
  for (const heavy of ["@duckdb/node-api", "dataset", "instruments", "libphonenumber-js", "ai"])
    expect(loaded).not.toContain(heavy);
});
