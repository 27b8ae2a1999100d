import { checkDataset } from "@refract/dataset";

/** Checks one folder and prints what that took, as JSON. In a process of its own, so that the memory is the check's alone. */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("usage: node benchmarks/dataset-check/check.ts FOLDER\n");
  process.exit(2);
}
const start = performance.now();
const check = await checkDataset(folder);
const wallMs = performance.now() - start;
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const measured = {
  violations: check.violationCount,
  utterances: check.counts.utterances,
  wallSeconds: wallMs / 1000,
  cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  maximumRssMb: maxRSS / 1024,
};
process.stdout.write(`${JSON.stringify(measured)}\n`);
