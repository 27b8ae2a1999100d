import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import {
  chromium,
  describeWith,
  expectNoAxeViolations,
  openBrowser,
  repositoryRoot,
  type TestBrowser,
} from "@refract/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";

// The way a team goes before it launches: simulate, analyse, look.

const run = promisify(execFile);
const command = join(repositoryRoot(), "packages", "cli", "src", "main.ts");
const study = join(repositoryRoot(), "examples", "prism", "study.yaml");

const documentSchema = z.object({
  undrawn: z.array(z.string()),
  analyses: z.array(
    z.object({
      id: z.string(),
      status: z.enum(["done", "impossible", "failed"]),
      problem: z.string().nullable(),
    }),
  ),
});

let work = "";
const folder = (name: string) => join(work, name);

async function refract(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", command, ...args],
    {
      cwd: work,
      env: { ...process.env, REFRACT_CACHE: folder("cache") },
      maxBuffer: 64_000_000,
    },
  );
  return stdout;
}

const analyze = async (out: string) =>
  documentSchema.parse(
    JSON.parse(await refract("analyze", "simulated", "--embeddings", "none", "--out", out, "--json")),
  );

let analysed: z.output<typeof documentSchema>;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "refract-analyze-"));
  await refract("simulate", study, "--people", "12", "--seed", "1", "--out", "simulated", "--json");
  analysed = await analyze("report");
}, 300_000);

afterAll(() => rm(work, { recursive: true, force: true }));

test("every analysis of a simulated study is done, or says why not; those of meaning want embeddings", () => {
  expect(analysed.analyses.filter(({ status }) => status === "failed")).toEqual([]);
  expect(analysed.undrawn).toEqual([]);
  const impossible = analysed.analyses.filter(({ status }) => status === "impossible");
  expect(impossible.map(({ id }) => id)).toEqual(["rebalancing", "topics", "neighbourhoods", "field-sites"]);
  for (const { id, problem } of impossible)
    expect(problem).toMatch(
      id === "rebalancing" ? /none are asked for, expected --groups FILE/ : /texts were not embedded/,
    );
  expect(analysed.analyses.filter(({ status }) => status === "done").length).toBeGreaterThan(10);
});

test("the report says that its people and models are made, and holds no NaN", async () => {
  const page = await readFile(join(folder("report"), "index.html"), "utf8");
  expect(page).toMatch(/simulated/i);
  expect(page).toMatch(/demo/i);
  for (const [name, text] of await textsOf(folder("report")))
    if (/^(tables|charts)\/.*\.(csv|json)$/.test(name))
      expect(text, name).not.toMatch(/\bNaN\b|\bInfinity\b/);
});

test("the same dataset and seed give the same bytes in another process", async () => {
  await analyze("again");
  expect(await hashes(folder("again"))).toEqual(await hashes(folder("report")));
}, 120_000);

test("published mode is labelled on every finding", async () => {
  await refract(
    "analyze",
    "simulated",
    "--embeddings",
    "none",
    "--mode",
    "published",
    "--only",
    "ranks,welfare",
    "--out",
    "published",
  );
  const page = await readFile(join(folder("published"), "index.html"), "utf8");
  expect(page.match(/<dd>published<\/dd>/g)?.length).toBe(3);
  expect(page).toContain("Published mode: rank centrality");
}, 120_000);

await describeWith(chromium, "the report in a browser", (executable) => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await openBrowser(executable);
  });
  afterAll(() => browser[Symbol.asyncDispose]());

  test("opens from a file without an error and without an axe violation", async () => {
    const { page, errors } = await browser.openPage({ reducedMotion: "reduce" });
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(join(folder("report"), "index.html")).href);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await expectNoAxeViolations(page);
    }
    await page.getByRole("navigation").getByRole("link", { name: "Model ranks", exact: true }).click();
    expect(await page.getByRole("heading", { name: "Model ranks", exact: true }).isVisible()).toBe(true);
    expect(requests.filter((url) => !url.startsWith("file:"))).toEqual([]);
    expect(errors).toEqual([]);
  });
});

async function textsOf(root: string): Promise<readonly (readonly [string, string])[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return [relative(root, path).replaceAll("\\", "/"), await readFile(path, "utf8")] as const;
      }),
  );
}

async function hashes(root: string): Promise<Readonly<Record<string, string>>> {
  const texts = await textsOf(root);
  return Object.fromEntries(
    texts
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, text]) => [name, createHash("sha256").update(text).digest("hex")]),
  );
}
