import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type PlaceResult, readReport, resultsSchema } from "./outcome.ts";
import { type Place, places } from "./places.ts";
import { changeableLines, sampleLines } from "./sampled-lines.ts";

/**
 * Whether the tests beside a line notice when it is changed: Stryker changes a sample of lines of each place in
 * `places.ts`, one change at a time, and runs the tests beside it. Writes `results.json`; places that are not run keep theirs.
 *
 *     node benchmarks/mutants/run.ts [--lines 30] [PLACE ...]
 */
const version = "10.1.1";
const packages = [`@stryker-mutator/core@${version}`, `@stryker-mutator/vitest-runner@${version}`];
const root = resolve(import.meta.dirname, "../..");
const stryker = join(root, "node_modules/@stryker-mutator/core/bin/stryker.js");
const resultsFile = join(import.meta.dirname, "results.json");

const { values, positionals } = parseArgs({
  options: { lines: { type: "string", default: "30" } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !places.some((place) => place.name === name));
if (unknown.length > 0)
  throw new Error(
    `place: invalid value "${unknown[0]}", expected one of ${places.map(({ name }) => name).join(", ")}`,
  );
if (!existsSync(stryker)) {
  console.error(
    `Stryker is missing. Install it beside the locked packages: npm install --no-save --legacy-peer-deps ${packages.join(" ")}`,
  );
  process.exit(1);
}

for (const place of places) {
  if (positionals.length > 0 && !positionals.includes(place.name)) continue;
  const before = readResults();
  const earlier = before.places.find(({ name }) => name === place.name);
  const result = mutate(place, Number(values.lines), earlier?.survivors ?? []);
  console.log(`${place.name}: ${result.killed} of ${result.killed + result.survived} changes noticed`);
  const of = new Map([...before.places, result].map((one) => [one.name, one]));
  const results = {
    tool: `Stryker ${version}`,
    places: places.flatMap(({ name }) => of.get(name) ?? []),
  };
  writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
}

function readResults() {
  return existsSync(resultsFile)
    ? resultsSchema.parse(JSON.parse(readFileSync(resultsFile, "utf8")))
    : { tool: "", places: [] };
}

function mutate(place: Place, count: number, earlier: PlaceResult["survivors"]): PlaceResult {
  const lines = sourceFiles(place).flatMap((file) =>
    changeableLines(file, readFileSync(join(root, file), "utf8")),
  );
  const drawn = sampleLines(lines, count);
  const work = mkdtempSync(join(tmpdir(), "refract-mutants-"));
  try {
    const report = join(work, "report.json");
    const config = join(work, "config.json");
    writeFileSync(config, JSON.stringify(strykerOptions(place, drawn, work, report)));
    const { status } = spawnSync(process.execPath, [stryker, "run", config], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
    });
    if (status !== 0) throw new Error(`${place.name}: Stryker ended with ${status}`);
    const counts = readReport(readFileSync(report, "utf8"), earlier);
    return { name: place.name, lines: drawn.length, of: lines.length, ...counts };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function strykerOptions(
  place: Place,
  drawn: ReturnType<typeof sampleLines>,
  work: string,
  report: string,
): Readonly<Record<string, unknown>> {
  const owners = new Set(place.sources.map((source) => source.split("/").slice(0, 2).join("/")));
  return {
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    // Without `related`, the tests that are named run and no others.
    vitest: { configFile: "vitest.config.ts", related: false },
    mutate: drawn.map(({ file, line }) => `${file}:${line}-${line}`),
    testFiles: place.tests,
    // Words of messages are checked by people, not by tests.
    mutator: { excludedMutations: ["StringLiteral"] },
    coverageAnalysis: "perTest",
    // Only what is changed is copied; the other packages are those of this folder.
    ignorePatterns: ["**", ...[...owners].map((owner) => `!${owner}/**`), "!*.json", "!*.ts"],
    // Stryker 10 rewrites the copied tsconfig by a function that TypeScript 7 has not; nothing here reads the file.
    tsconfigFile: "none.json",
    disableTypeChecks: false,
    concurrency: 1,
    dryRunTimeoutMinutes: 30,
    // for what hangs: a busy machine takes many times as long
    timeoutMS: 60_000,
    tempDirName: join(work, "copy"),
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: report },
  };
}

function sourceFiles(place: Place): readonly string[] {
  return place.sources
    .flatMap((source) =>
      statSync(join(root, source)).isDirectory() ? globSync(`${source}/**/*.ts`, { cwd: root }) : [source],
    )
    .filter((file) => !/\.(test|fixture)\.ts$|\/fixtures\/|\.d\.ts$/.test(file))
    .toSorted();
}
