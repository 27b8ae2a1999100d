// Bradley-Terry fits and bootstraps beside scipy on the same cells, same machine, same run: node benchmarks/stats-ranking/run.ts
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import {
  type BradleyTerryEstimate,
  bootstrapBradleyTerry,
  type ComparisonCells,
  type Comparisons,
  clusterComparisons,
  comparisonCells,
  createRandom,
  fitBradleyTerry,
} from "@refract/stats";

/** Rounds of one short fit; a tenth of them for bootstraps. */
const rounds = 50;

/** Made comparisons: uniform pairs, normal abilities, 17 % ties, each by one of `clusterCount` people. */
function made(itemCount: number, total: number, clusterCount: number): Comparisons & { cluster: Int32Array } {
  const random = createRandom(`stats-ranking ${itemCount}`);
  const abilities = Float64Array.from({ length: itemCount }, () => random.normal(0, 0.7));
  const columns = {
    itemCount,
    first: new Int32Array(total),
    second: new Int32Array(total),
    score: new Float64Array(total),
    cluster: new Int32Array(total),
  };
  for (let index = 0; index < total; index += 1) {
    const first = random.integer(itemCount);
    const second = (first + 1 + random.integer(itemCount - 1)) % itemCount;
    const lead = (abilities[first] ?? 0) - (abilities[second] ?? 0);
    columns.first[index] = first;
    columns.second[index] = second;
    columns.score[index] = random.chance(0.17) ? 0.5 : Number(random.chance(1 / (1 + Math.exp(-lead))));
    columns.cluster[index] = random.integer(clusterCount);
  }
  return columns;
}

function fitted(cells: ComparisonCells): BradleyTerryEstimate {
  const fit = fitBradleyTerry(cells);
  if (fit.problem !== null) throw new Error(fit.problem);
  return fit;
}

interface Measure {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** Medians, and the very first round, when nothing is compiled yet. */
function measure(count: number, work: () => void): Measure & { readonly firstWallMs: number } {
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < count; round += 1) {
    const before = process.cpuUsage();
    const start = performance.now();
    work();
    wall.push(performance.now() - start);
    const used = process.cpuUsage(before);
    cpu.push((used.user + used.system) / 1000);
  }
  return { wallMs: median(wall), cpuMs: median(cpu), firstWallMs: wall[0] ?? 0 };
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

const large = comparisonCells(made(130, 1_000_000, 1));
const people = made(21, 27_000, 1_400);
const clustered = clusterComparisons(people, people.cluster);

const fit = measure(rounds, () => fitted(large));
const largeFit = fitted(large);
const peopleFit = fitted(clustered.cells);
const byPerson = measure(rounds / 10, () =>
  bootstrapBradleyTerry(clustered, peopleFit, { seed: "benchmark", replicates: 1000 }),
);
const byCell = measure(rounds / 10, () =>
  bootstrapBradleyTerry(large, largeFit, { seed: "benchmark", replicates: 100 }),
);

const folder = mkdtempSync(join(tmpdir(), "refract-benchmark-"));
const file = join(folder, "input.json");
const plain = (cells: ComparisonCells) => ({
  itemCount: cells.itemCount,
  low: [...cells.low],
  high: [...cells.high],
  lowWins: [...cells.lowWins],
  highWins: [...cells.highWins],
  ties: [...cells.ties],
});
writeFileSync(
  file,
  JSON.stringify({
    rounds,
    large: plain(large),
    clustered: {
      cells: plain(clustered.cells),
      start: [...clustered.start],
      slot: [...clustered.slot],
      count: [...clustered.count],
    },
  }),
);
interface PythonResult {
  readonly software: string;
  readonly fit: Measure & { readonly abilities: readonly number[]; readonly gradientNorm: number };
  readonly byPerson: Measure;
  readonly byCell: Measure;
}
// One thread each: the machine's other cores are not part of the comparison.
const scipy: PythonResult = JSON.parse(
  execFileSync("/usr/bin/python3", [new URL("scipy_fits.py", import.meta.url).pathname, file], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    env: { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" },
  }),
);
rmSync(folder, { recursive: true });

const round = (value: number) => Number(value.toPrecision(3));
const row = (
  what: string,
  aimMs: number | null,
  ours: Measure & { firstWallMs: number },
  theirs: Measure,
) => ({
  what,
  aimMs,
  wallMs: round(ours.wallMs),
  firstWallMs: round(ours.firstWallMs),
  cpuMs: round(ours.cpuMs),
  scipyWallMs: round(theirs.wallMs),
  scipyCpuMs: round(theirs.cpuMs),
  cpuRatio: round(ours.cpuMs / theirs.cpuMs),
});
const centred = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
};
const result = {
  benchmark: "stats-ranking",
  rounds,
  node: process.version,
  scipy: scipy.software,
  cpu: cpus()[0]?.model ?? "unknown",
  load: round(loadavg()[0] ?? 0),
  gradientNorm: largeFit.gradientNorm,
  scipyGradientNorm: scipy.fit.gradientNorm,
  largestDifference: Math.max(
    ...centred(scipy.fit.abilities).map((ability, item) =>
      Math.abs(ability - (largeFit.abilities[item] ?? 0)),
    ),
  ),
  rows: [
    row("fit, 130 models, 1,000,000 comparisons in cells", null, fit, scipy.fit),
    row("1,000 fits of resampled participants, 21 models, 27,000 comparisons", 500, byPerson, scipy.byPerson),
    row("100 fits of resampled comparisons, 130 models, 1,000,000 comparisons", null, byCell, scipy.byCell),
  ],
};
writeFileSync(new URL("results.json", import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
console.log(JSON.stringify(result, null, 2));
