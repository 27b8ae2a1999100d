/**
 * What a score with an interval needs, without the rest: an entry of its own because loading every distribution takes 20 MB.
 */

export { wilsonInterval } from "./hypothesis-tests/wilson-interval.ts";
export { bootstrapStatistic } from "./resampling/bootstrap.ts";
export { percentileInterval } from "./resampling/bootstrap-intervals.ts";
