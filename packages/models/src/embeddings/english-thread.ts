import { parentPort } from "node:worker_threads";
import { loadEnglishModel } from "./english-model.ts";

/** The texts of a share of a batch, and their vectors in the same order. */
export type ThreadRequest = readonly string[];
export type ThreadAnswer = readonly Float32Array[];

const loading = loadEnglishModel();

parentPort?.on("message", async (texts: ThreadRequest) => {
  const embedText = await loading;
  const vectors: Float32Array[] = [];
  for (const text of texts) vectors.push(await embedText(text));
  parentPort?.postMessage(vectors satisfies ThreadAnswer);
});
