export { createRandom, deriveSeed, type Random, seedDigest, seedInteger } from "./random.ts";
export type { Numbers } from "./argument-checks.ts";
export { chiSquareCdf, chiSquareQuantile, chiSquareUpperTail } from "./distributions/chi-square.ts";
export { fCdf, fQuantile, fUpperTail } from "./distributions/f.ts";
export { normalCdf, normalQuantile, normalTwoSided, normalUpperTail } from "./distributions/normal.ts";
export {
  studentTCdf,
  studentTQuantile,
  studentTTwoSided,
  studentTUpperTail,
} from "./distributions/student-t.ts";
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
export { type AlphaMetric, type KrippendorffAlpha, krippendorffAlpha } from "./agreement/krippendorff-alpha.ts";
export type { Ratings } from "./agreement/ratings.ts";
export { type RawAgreement, rawAgreement } from "./agreement/raw-agreement.ts";
