// Groupings and imputation beside scikit-learn on the same made data: node benchmarks/stats-clustering/run.ts [VECTORS]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import {
  cosineSingleLink,
  createMatrix,
  createRandom,
  drawnWelfare,
  drawPanels,
  firstOrderDominates,
  hdbscan,
  imputeIteratively,
  populationWelfare,
  summarizeWelfare,
} from "@refract/stats";

const few = 8000;
const many = Number(process.argv[2] ?? 20_000);
const all = 68_000;
const dimensions = 384;
const thresholds = [0.05, 0.125, 0.2];
const random = createRandom("stats-clustering");

/** Vectors spread like sentence embeddings: few strong directions, many weak ones; topics, loners and near copies. */
function madeVectors(count: number): Float32Array {
  const strength = Float64Array.from({ length: dimensions }, (_, j) => 1 / Math.sqrt(j + 4));
  const draw = () => strength.map((value) => value * random.normal());
  const topics = Array.from({ length: 150 }, draw);
  const mean = draw();
  const values = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row += 1) {
    const start = row * dimensions;
    if (row > 0 && random.chance(0.08)) {
      const model = random.integer(row) * dimensions;
      const noise = random.pick([0, 0.05, 0.15, 0.3]);
      for (let j = 0; j < dimensions; j += 1) {
        values[start + j] = (values[model + j] ?? 0) + noise * (strength[j] ?? 0) * random.normal();
      }
      continue;
    }
    const topic = random.pick(topics);
    for (let j = 0; j < dimensions; j += 1) {
      const own = 0.7 * (strength[j] ?? 0) * random.normal();
      values[start + j] = 0.4 * (mean[j] ?? 0) + 0.6 * (topic[j] ?? 0) + own;
    }
  }
  return values;
}

/** Points in 20 dimensions, two thirds of them in 22 groups of different density. */
function madePoints(count: number): Float64Array {
  const centres = Array.from({ length: 22 }, () => Array.from({ length: 20 }, () => 4 * random.normal()));
  const values = new Float64Array(count * 20);
  for (let row = 0; row < count; row += 1) {
    const group = random.integer(33);
    for (let j = 0; j < 20; j += 1) {
      values[row * 20 + j] =
        group < 22 ? (centres[group]?.[j] ?? 0) + (0.3 + group / 40) * random.normal() : 6 * random.normal();
    }
  }
  return values;
}

/** Ratings by 1,500 people of 21 models, 40 % missing. */
function madeRatings(): Float64Array {
  const values = new Float64Array(1500 * 21);
  for (let person = 0; person < 1500; person += 1) {
    const taste = random.normal();
    for (let model = 0; model < 21; model += 1) {
      const rating = 60 + 12 * taste * ((model % 5) - 2) + 15 * random.normal();
      values[person * 21 + model] = random.chance(0.4) ? Number.NaN : Math.min(100, Math.max(1, rating));
    }
  }
  return values;
}

interface Measure {
  readonly wallMs: number;
  readonly cpuMs: number;
}

function measure<Answer>(work: () => Answer): Measure & { readonly answer: Answer } {
  const before = process.cpuUsage();
  const start = performance.now();
  const answer = work();
  const used = process.cpuUsage(before);
  return { wallMs: performance.now() - start, cpuMs: (used.user + used.system) / 1000, answer };
}

/** All schemes and populations of one country: 7 panels of 1,000 draws, 4 populations, base and imputed, two outcomes. */
function welfareOfOneCountry(ratings: Float64Array): number {
  const table = createMatrix(1500, 21, ratings);
  const people = Array.from({ length: 230 }, (_, person) => person * 6);
  const half = people.slice(0, 110);
  const schemes = [
    ...[10, 20, 50, 100].map((size) => ({ name: `representative ${size}`, pool: people, size })),
    ...["male", "white", "45+"].map((name) => ({ name, pool: half, size: 100 })),
  ];
  let dominated = 0;
  for (let outcome = 0; outcome < 4; outcome += 1) {
    const panels = drawPanels(table, schemes, {
      scoreWithoutData: 1,
      random: createRandom(`outcome ${outcome}`),
    });
    for (const population of [people, people.slice(0, 115), people.slice(0, 80), people.slice(100)]) {
      const { welfare } = populationWelfare(table, population);
      const draws = panels.map(({ choices }) => drawnWelfare(welfare, choices).values);
      const reference = draws[3] ?? new Float64Array(1);
      for (const values of draws) {
        summarizeWelfare(values);
        if (firstOrderDominates(reference, values)) dominated += 1;
      }
    }
  }
  return dominated;
}

const vectors = madeVectors(all);
const points = madePoints(few);
const ratings = madeRatings();
const part = (count: number) => ({ values: vectors.subarray(0, count * dimensions), dimensions });

const folder = mkdtempSync(join(tmpdir(), "refract-benchmark-"));
writeFileSync(join(folder, "vectors.f32"), part(many).values);
writeFileSync(join(folder, "points.f64"), points);
writeFileSync(join(folder, "ratings.f64"), ratings);

const ofFew = thresholds.map((threshold) => measure(() => cosineSingleLink(part(few), threshold)));
const ofMany = thresholds.map((threshold) => measure(() => cosineSingleLink(part(many), threshold)));
const before = process.memoryUsage().rss;
const ofAll = measure(() => cosineSingleLink(part(all), 0.05));
const extraMb = (process.memoryUsage().rss - before) / 1e6;
const minimumClusterSize = 80;
const density = measure(() => hdbscan({ values: points, dimensions: 20 }, { minimumClusterSize }));
const imputation = measure(() =>
  imputeIteratively(createMatrix(1500, 21, ratings), { tolerance: 0, range: { minimum: 1, maximum: 100 } }),
);
const welfare = measure(() => welfareOfOneCountry(ratings));

interface PythonResult {
  readonly software: string;
  readonly agglomerative: readonly (Measure & { readonly clusters: number })[];
  readonly components: readonly (Measure & { readonly clusters: number })[];
  readonly imputation: Measure & { readonly sum: number };
  readonly hdbscan: (Measure & { readonly clusters: number; readonly outliers: number }) | null;
}
const plan = { dimensions, thresholds, few, columns: 21, pointDimensions: 20, minimumClusterSize };
// One thread: ours has one too.
const theirs: PythonResult = JSON.parse(
  execFileSync(
    process.env.PYTHON ?? "/usr/bin/python3",
    [new URL("scikit_learn.py", import.meta.url).pathname, folder, JSON.stringify(plan)],
    { encoding: "utf8", env: { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" } },
  ),
);
rmSync(folder, { recursive: true });

const rounded = (value: number) => Number(value.toPrecision(3));
const row = (what: string, ours: Measure, reference: Measure | null | undefined) => ({
  what,
  wallMs: rounded(ours.wallMs),
  cpuMs: rounded(ours.cpuMs),
  referenceWallMs: reference ? rounded(reference.wallMs) : null,
  referenceCpuMs: reference ? rounded(reference.cpuMs) : null,
  cpuRatio: reference ? rounded(ours.cpuMs / reference.cpuMs) : null,
});
const filled = imputation.answer.filled.values.reduce((sum, value) => sum + value, 0);
const result = {
  benchmark: "stats-clustering",
  node: process.version,
  reference: theirs.software,
  cpu: cpus()[0]?.model ?? "unknown",
  load: rounded(loadavg()[0] ?? 0),
  sameAnswers: {
    singleLink:
      ofFew.every(({ answer }, index) => answer.clusterCount === theirs.agglomerative[index]?.clusters) &&
      ofMany.every(({ answer }, index) => answer.clusterCount === theirs.components[index]?.clusters),
    hdbscan: theirs.hdbscan && {
      ours: { clusters: density.answer.clusterCount, outliers: density.answer.outliers },
      theirs: { clusters: theirs.hdbscan.clusters, outliers: theirs.hdbscan.outliers },
    },
    imputationRelativeDifference: Math.abs(filled / theirs.imputation.sum - 1),
  },
  rows: [
    ...thresholds.map((threshold, index) =>
      row(
        `single link, ${few} x ${dimensions}, tau ${threshold}, beside AgglomerativeClustering`,
        ofFew[index] ?? ofAll,
        theirs.agglomerative[index],
      ),
    ),
    ...thresholds.map((threshold, index) =>
      row(
        `single link, ${many} x ${dimensions}, tau ${threshold}, beside radius neighbours and components`,
        ofMany[index] ?? ofAll,
        theirs.components[index],
      ),
    ),
    {
      ...row(`single link, ${all} x ${dimensions}, tau 0.05, alone`, ofAll, null),
      extraMemoryMb: rounded(extraMb),
    },
    row(`HDBSCAN, ${few} x 20, clusters of ${minimumClusterSize}`, density, theirs.hdbscan),
    row("iterative imputation, 1,500 x 21, 10 rounds", imputation, theirs.imputation),
    row("welfare: 4 outcomes, 7 schemes, 4 populations, 1,000 draws", welfare, null),
  ],
};
writeFileSync(new URL("results.json", import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
console.log(JSON.stringify(result, null, 2));
