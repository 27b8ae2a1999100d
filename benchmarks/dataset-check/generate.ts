import { writeMadeRelease } from "@refract/testing/made-release";

/**
 * Writes a valid folder of PRISM's form with meaningless texts, streaming:
 *
 *     node benchmarks/dataset-check/generate.ts FOLDER [UTTERANCES] [SEED]
 */
const [folder, utterances = "1000000", seed = "1"] = process.argv.slice(2);
if (folder === undefined || !/^[1-9]\d*$/.test(utterances)) {
  process.stderr.write("usage: node benchmarks/dataset-check/generate.ts FOLDER [UTTERANCES] [SEED]\n");
  process.exit(2);
}
const size = await writeMadeRelease(folder, { seed, utterances: Number(utterances) });
process.stdout.write(`${JSON.stringify(size)}\n`);
