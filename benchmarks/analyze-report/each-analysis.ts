import { analyses, openAnalysisData, prismGroups, runAnalyses } from "@refract/analyze";

/** Prints the wall time of each analysis, one after the other over the same open dataset, as JSON. */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("usage: node benchmarks/analyze-report/each-analysis.ts FOLDER\n");
  process.exit(2);
}
await using data = await openAnalysisData(folder);
const times = [];
for (const analysis of analyses) {
  const start = performance.now();
  const [outcome] = await runAnalyses([analysis], data, {
    groups: prismGroups,
    mode: "corrected",
    seed: "1",
    embedder: null,
  });
  const seconds = Number(((performance.now() - start) / 1000).toFixed(2));
  times.push({ id: analysis.id, status: outcome?.status ?? "none", seconds });
}
process.stdout.write(`${JSON.stringify(times)}\n`);
