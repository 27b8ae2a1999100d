/** People who were not handed over, by why; a reason that nobody has is not there. */
export type LeftOutCounts = { readonly [Reason in LeftOutReason]?: number | undefined };

export const leftOutReasons = [
  /** The researcher rejected the submission. */
  "rejected",
  /** Another visit of the same panel id is in the data. */
  "second_submission",
  "no_consent",
  "not_adult",
  /** Screened out, turned away or failed the checks by what they answered in the survey. */
  "ended_early",
  /** A survey alone, and a signal that its submission should be rejected. */
  "quality",
  /** Came in before the study's launch. */
  "before_launch",
  /** Their panel id is one of the study's test ids. */
  "test_id",
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];
