import type { ReleaseTiming } from "./release-source.ts";
import { releasedInstant } from "./release-text.ts";
import type { TimingRecord } from "./side-records.ts";

/** One row of `timings.jsonl`. */
export function timingRecord(timing: ReleaseTiming, userId: string): TimingRecord {
  const { stage, page, enteredAt, leftAt, spentMs } = timing;
  return {
    user_id: userId,
    stage,
    page,
    entered_at: releasedInstant(enteredAt),
    left_at: releasedInstant(leftAt),
    spent_s: Math.round(spentMs / 10) / 100,
  };
}
