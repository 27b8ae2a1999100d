/**
 * What a score with an interval needs, without the rest: an entry of its own because loading every distribution takes 20 MB.
 */

export {
  type AddedVariance,
  AnswererTally,
  type AnswerPoints,
} from "./clustered-means/answerer-variance.ts";
export { type ClusterSum, clusteredMean } from "./clustered-means/clustered-mean.ts";
export { wilsonInterval } from "./hypothesis-tests/wilson-interval.ts";
