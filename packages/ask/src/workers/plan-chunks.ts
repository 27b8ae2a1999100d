import type { Chunk } from "@refract/store";
import type { Plan } from "../plan/plan.ts";
import { missingOf } from "../run/run-samples.ts";

/** So many chunks of a model at least, as far as there are samples: several processes have to find something to do to the end. */
const chunksPerModel = 48;
const fewestSamples = 4;
/** What a killed process leaves to look through, and what the last one alone has to finish, stays small. */
const mostSamples = 200;

/** Divides what is missing of a plan into chunks of one model each, in the order of the plan. */
export function planChunks(plan: Plan, settled: Uint8Array, models: number): readonly Chunk[] {
  const size = Math.min(mostSamples, Math.max(fewestSamples, Math.ceil(plan.perModel / chunksPerModel)));
  const chunks: Chunk[] = [];
  for (let model = 0; model < models; model += 1) {
    let spans: [number, number][] = [];
    let count = 0;
    const finish = () => {
      if (spans.length > 0) chunks.push({ model, spans });
      spans = [];
      count = 0;
    };
    for (const ordinal of missingOf(plan, settled, [model])) {
      const last = spans.at(-1);
      if (last !== undefined && last[1] === ordinal) last[1] += 1;
      else spans.push([ordinal, ordinal + 1]);
      count += 1;
      if (count === size) finish();
    }
    finish();
  }
  return chunks;
}
