import { createHash } from "node:crypto";

/** What one sample costs: about twenty milliseconds of one core, as a small model on the processor would. The answer depends on all of it, so that none can be left out. */
export function spin(seed: string): string {
  let digest = seed;
  for (let round = 0; round < 10_000; round += 1) digest = createHash("sha256").update(digest).digest("hex");
  return digest;
}
