export {
  type CohenKappa,
  cohenKappa,
  cohenKappaOfTable,
  type KappaOptions,
  type KappaWeights,
} from "./agreement/cohen-kappa.ts";
export { type FleissKappa, fleissKappa } from "./agreement/fleiss-kappa.ts";
export {
  type IntraclassCorrelation,
  type IntraclassCorrelations,
  type IntraclassForm,
  intraclassCorrelations,
} from "./agreement/intraclass-correlation.ts";
export {
  type AlphaMetric,
  type KrippendorffAlpha,
  krippendorffAlpha,
} from "./agreement/krippendorff-alpha.ts";
export type { Ratings } from "./agreement/ratings.ts";
export { type RawAgreement, rawAgreement } from "./agreement/raw-agreement.ts";
export type { Numbers } from "./argument-checks.ts";
export {
  type AddedVariance,
  AnswererTally,
  type AnswerPoints,
} from "./clustered-means/answerer-variance.ts";
export {
  type ClusteredMean,
  type ClusteredMeanOptions,
  type ClusterSum,
  clusteredMean,
} from "./clustered-means/clustered-mean.ts";
export { mostSignFlips, signFlipTest } from "./clustered-means/sign-flip-test.ts";
export { type CompleteLinkage, completeLinkage, type Merge } from "./clustering/complete-linkage.ts";
export { type Clusters, cosineSingleLink, cosineSingleLinks } from "./clustering/cosine-single-link.ts";
export { type HdbscanOptions, type HdbscanResult, hdbscan } from "./clustering/hdbscan.ts";
export { jaccardSingleLink } from "./clustering/jaccard-single-link.ts";
export { type Neighbourhood, type Neighbourhoods, neighbourhoods } from "./clustering/neighbourhoods.ts";
export { type UmapOptions, type UmapResult, umap } from "./clustering/umap.ts";
export type { Vectors } from "./clustering/vectors.ts";
export { type ClusteredCorrelationOptions, clusteredPearson } from "./correlation/clustered-pearson.ts";
export {
  type CorrelationColumn,
  type CorrelationMatrix,
  completePairs,
  correlationMatrix,
} from "./correlation/correlation-matrix.ts";
export type { Correlation, CorrelationOptions } from "./correlation/correlation-result.ts";
export { kendall } from "./correlation/kendall.ts";
export { pearson } from "./correlation/pearson.ts";
export { averageRanks } from "./correlation/ranks.ts";
export { spearman } from "./correlation/spearman.ts";
export { type ShownGroups, shownGroups } from "./disclosure.ts";
export { chiSquareCdf, chiSquareQuantile, chiSquareUpperTail } from "./distributions/chi-square.ts";
export { fCdf, fQuantile, fUpperTail } from "./distributions/f.ts";
export { normalCdf, normalQuantile, normalTwoSided, normalUpperTail } from "./distributions/normal.ts";
export {
  studentTCdf,
  studentTQuantile,
  studentTTwoSided,
  studentTUpperTail,
} from "./distributions/student-t.ts";
export {
  type ChanceEntropies,
  type ChanceEntropiesOptions,
  chanceEntropies,
  type LevelCodes,
} from "./diversity/chance-entropies.ts";
export { expectedEntropyBits } from "./diversity/expected-entropy.ts";
export {
  type BandPosition,
  type GroupEntropiesOptions,
  type GroupEntropy,
  groupEntropies,
} from "./diversity/group-entropies.ts";
export {
  chiSquareGoodnessOfFit,
  chiSquareIndependence,
  type IndependenceTest,
} from "./hypothesis-tests/chi-square-tests.ts";
export type { ContingencyTable } from "./hypothesis-tests/contingency-table.ts";
export {
  type FisherExactOptions,
  type FisherExactTest,
  fisherExactTest,
} from "./hypothesis-tests/fisher-exact.ts";
export { mcNemarTest } from "./hypothesis-tests/mcnemar.ts";
export {
  kruskalWallisTest,
  type MannWhitneyTest,
  mannWhitneyTest,
  type RankTestOptions,
  wilcoxonSignedRankTest,
} from "./hypothesis-tests/rank-tests.ts";
export {
  oneSampleTTest,
  pairedTTest,
  type TTest,
  type TTestOptions,
  twoSampleTTest,
} from "./hypothesis-tests/t-tests.ts";
export type { Alternative, TestResult } from "./hypothesis-tests/test-result.ts";
export { type ProportionInterval, wilsonInterval } from "./hypothesis-tests/wilson-interval.ts";
export { type BayesianRidge, type BayesianRidgeOptions, bayesianRidge } from "./imputation/bayesian-ridge.ts";
export {
  type Imputation,
  type ImputationOptions,
  imputeIteratively,
} from "./imputation/impute-iteratively.ts";
export { type Entropy, entropyBits } from "./information/entropy.ts";
export { type Cholesky, type CholeskyResult, cholesky } from "./linear-algebra/cholesky.ts";
export {
  type DependentColumn,
  type IndependentColumns,
  independentColumns,
} from "./linear-algebra/independent-columns.ts";
export {
  createMatrix,
  crossProduct,
  entry,
  identityMatrix,
  type Matrix,
  matrixFromRows,
  matrixRows,
  multiply,
  multiplyVector,
  transpose,
} from "./linear-algebra/matrix.ts";
export { type Solution, solveLinear } from "./linear-algebra/solve.ts";
export { type SymmetricEigen, symmetricEigen } from "./linear-algebra/symmetric-eigen.ts";
export { triangularFactor } from "./linear-algebra/tall-qr.ts";
export { adjustPValues, type PValueAdjustment } from "./multiplicity/adjust-p-values.ts";
export { createRandom, deriveSeed, type Random, seedDigest, seedInteger } from "./random.ts";
export {
  type AbilityCoding,
  type AbilityCovariance,
  type AbilityInterval,
  abilityDifference,
  abilityIntervals,
  type FittedAbilities,
} from "./ranking/ability-intervals.ts";
export type { AbilityPrior } from "./ranking/ability-prior.ts";
export { averageWinRate } from "./ranking/average-win-rate.ts";
export {
  type BradleyTerryEstimate,
  type BradleyTerryFailure,
  type BradleyTerryFit,
  type BradleyTerryModel,
  type BradleyTerryOptions,
  fitBradleyTerry,
  outcomeChances,
} from "./ranking/bradley-terry.ts";
export {
  type BradleyTerryCovariance,
  clusteredCovariance,
  modelCovariance,
  sandwichCovariance,
} from "./ranking/bradley-terry-covariance.ts";
export { type JackknifeCovariance, jackknifeAbilityCovariance } from "./ranking/bradley-terry-jackknife.ts";
export type { TieModel } from "./ranking/bradley-terry-solver.ts";
export { cellsOfClusters, partOfClusters } from "./ranking/cluster-parts.ts";
export { type ClusteredComparisons, clusterComparisons } from "./ranking/clustered-comparisons.ts";
export { compareRankings, type RankingComparison } from "./ranking/compare-rankings.ts";
export {
  type ComparisonCells,
  cellsFromMatrix,
  comparisonCells,
  type TieCount,
  winMatrix,
} from "./ranking/comparison-cells.ts";
export {
  type Comparisons,
  comparisonsFromScores,
  type GroupComparisons,
  type ScoredGroups,
} from "./ranking/comparisons.ts";
export { breakSharedPlaces, type Ranking, rankingFromScores } from "./ranking/compiled-rankings.ts";
export { type Connectivity, comparisonConnectivity } from "./ranking/connectivity.ts";
export {
  type EloOptions,
  eloLogistic,
  eloOnline,
  type LogisticElo,
  type LogisticEloOptions,
} from "./ranking/elo.ts";
export {
  bradleyTerryGroupTest,
  type GroupDifference,
  type GroupDifferenceOptions,
} from "./ranking/group-difference.ts";
export {
  fitPlackettLuce,
  type PlackettLuceEstimate,
  type PlackettLuceFailure,
  type PlackettLuceOptions,
} from "./ranking/plackett-luce.ts";
export type { SharedPlaces } from "./ranking/plackett-luce-likelihood.ts";
export {
  type RankCentrality,
  type RankCentralityOptions,
  rankCentrality,
} from "./ranking/rank-centrality.ts";
export {
  type RankInterval,
  type RankIntervalOptions,
  rankIntervals,
  ranksFromIntervals,
} from "./ranking/rank-intervals.ts";
export {
  bootstrapBradleyTerry,
  bootstrapRanking,
  bootstrapRankings,
  bradleyTerryRefit,
  type RankingEstimate,
  type RankingReplicates,
  type ResamplingSource,
} from "./ranking/ranking-bootstrap.ts";
export { jackknifeRanking } from "./ranking/ranking-jackknife.ts";
export { ranksDescending, tiesJoined } from "./ranking/ranks.ts";
export type { ClusterCorrection } from "./ranking/sandwich.ts";
export {
  type ShrinkOptions,
  type ShrunkenBradleyTerry,
  shrinkBradleyTerry,
} from "./ranking/shrunken-bradley-terry.ts";
export type { Coefficient, DroppedColumn, Estimate, FittedCoefficients } from "./regression/coefficients.ts";
export { type Contrast, contrast, type WaldTest, waldTest } from "./regression/contrast.ts";
export {
  buildDesign,
  type Design,
  type DesignOptions,
  type DesignTerm,
  interceptName,
  type NamedMatrix,
  takeRows,
} from "./regression/design-matrix.ts";
export {
  type GroupedRows,
  type InteractionTest,
  type InteractionTestOptions,
  interactionTest,
} from "./regression/interaction-test.ts";
export {
  fitLeastSquares,
  fitLeastSquaresEach,
  type LeastSquaresFit,
  type LeastSquaresOptions,
} from "./regression/least-squares.ts";
export { fitLogistic, type LogisticFit, type LogisticOptions } from "./regression/logistic.ts";
export type { LogisticCovarianceChoice } from "./regression/logistic-covariance.ts";
export type { NamedSeparation } from "./regression/logistic-diagnosis.ts";
export {
  fitRandomIntercept,
  type GroupEffect,
  type RandomInterceptFit,
  type RandomInterceptOptions,
} from "./regression/random-intercept.ts";
export type { MixedMethod } from "./regression/random-intercept-likelihood.ts";
export type { CovarianceChoice } from "./regression/robust-covariance.ts";
export {
  type WildClusterOptions,
  type WildClusterTest,
  wildClusterTests,
} from "./regression/wild-cluster-tests.ts";
export {
  type BootstrapOptions,
  type BootstrapReplicates,
  bootstrapClusters,
  bootstrapStatistic,
  jackknife,
} from "./resampling/bootstrap.ts";
export { type BootstrapInterval, bcaInterval, percentileInterval } from "./resampling/bootstrap-intervals.ts";
export { resampleCounts, resampleIndices, resampleWeights } from "./resampling/resample.ts";
export {
  dominates,
  type EmpiricalDistribution,
  empiricalDistribution,
  firstOrderDominates,
} from "./summaries/empirical-distribution.ts";
export {
  type Histogram,
  type HistogramBin,
  type HistogramOptions,
  histogram,
} from "./summaries/histogram.ts";
export { countLevels, type LevelCount } from "./summaries/level-counts.ts";
export {
  mean,
  skewness,
  standardDeviation,
  standardScores,
  type VarianceOptions,
  variance,
} from "./summaries/moments.ts";
export {
  interquartileRange,
  median,
  type QuantileOptions,
  type QuantileType,
  quantile,
  quantiles,
} from "./summaries/quantiles.ts";
export { type Summary, summarize } from "./summaries/summarize.ts";
export { type CellShares, cellShares } from "./weighting/cell-shares.ts";
export { type EffectiveSampleSize, effectiveSampleSize } from "./weighting/effective-sample-size.ts";
export { type PostStratification, postStratify } from "./weighting/post-stratify.ts";
export { drawQuotas, type QuotaDraw, quotaTargets } from "./weighting/quota-draw.ts";
export { type RakeOptions, type RakeResult, rake } from "./weighting/rake.ts";
export type { RakedMargin, RakeMargin } from "./weighting/rake-margin.ts";
export { drawPanels, type PanelDraws, type PanelOptions, type PanelScheme } from "./welfare/draw-panels.ts";
export { type PanelInfluence, panelInfluence } from "./welfare/panel-influence.ts";
export { type PopulationWelfare, populationWelfare } from "./welfare/population-welfare.ts";
export {
  type DrawnWelfare,
  drawnWelfare,
  summarizeWelfare,
  type WelfareSummary,
} from "./welfare/welfare-summary.ts";
