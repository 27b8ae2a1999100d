/** G / (G - 1) for G clusters (as Stata for likelihood models), or that times (N - 1) / (N - K) (as statsmodels), or nothing. */
export type ClusterCorrection = "clusters" | "clusters-and-parameters" | "none";

export function correctionFactor(
  kind: ClusterCorrection,
  clusters: number,
  total: number,
  free: number,
): number {
  switch (kind) {
    case "none":
      return 1;
    case "clusters":
      return clusters / (clusters - 1);
    case "clusters-and-parameters":
      return ((clusters / (clusters - 1)) * (total - 1)) / (total - free);
  }
}

/** Adds `times` v v' to a matrix, where v is `values` at `places` and 0 elsewhere. */
export function addOuter(
  matrix: Float64Array,
  size: number,
  places: readonly number[],
  values: readonly number[],
  times: number,
): void {
  for (const [row, place] of places.entries()) {
    const scaled = times * (values[row] ?? 0);
    for (const [column, other] of places.entries()) {
      const target = place * size + other;
      matrix[target] = (matrix[target] ?? 0) + scaled * (values[column] ?? 0);
    }
  }
}

/** inverse * meat * inverse, all symmetric. */
export function sandwiched(inverse: Float64Array, meat: Float64Array, size: number): Float64Array {
  return symmetricProduct(symmetricProduct(inverse, meat, size), inverse, size);
}

/** left * right for a symmetric `right`. */
function symmetricProduct(left: Float64Array, right: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let sum = 0;
      for (let inner = 0; inner < size; inner += 1) {
        sum += (left[row * size + inner] ?? 0) * (right[column * size + inner] ?? 0);
      }
      product[row * size + column] = sum;
    }
  }
  return product;
}
