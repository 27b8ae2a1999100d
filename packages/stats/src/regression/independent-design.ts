import type { Numbers } from "../argument-checks.ts";
import { requireLength } from "../invalid-argument.ts";
import { type IndependentColumns, independentColumns } from "../linear-algebra/independent-columns.ts";
import { createMatrix, type Matrix } from "../linear-algebra/matrix.ts";
import { triangularFactor } from "../linear-algebra/tall-qr.ts";
import type { DroppedColumn } from "./coefficients.ts";
import type { NamedMatrix } from "./design-matrix.ts";

/** The columns of a design that a model is fitted on. */
export interface DesignColumns extends NamedMatrix {
  /** Columns of the whole design that are in `matrix`. */
  readonly kept: readonly number[];
  readonly dropped: readonly DroppedColumn[];
}

/** A design without its dependent columns, factored. */
export interface IndependentDesign extends DesignColumns {
  readonly factor: IndependentColumns;
}

/** Factors a design and the `extra` columns beside it, and sets dependent columns aside. */
export function independentDesign(
  design: NamedMatrix,
  extra: readonly Numbers[],
  rowScale?: Numbers,
): IndependentDesign {
  const { names, matrix } = design;
  requireLength("names", names.length, matrix.columns);
  const factor = independentColumns(triangularFactor(matrix, extra, rowScale), matrix.columns);
  const { kept } = factor;
  const name = (column: number): string => names[column] ?? "";
  return Object.freeze({
    matrix: kept.length === matrix.columns ? matrix : takeColumns(matrix, kept),
    names: Object.freeze(kept.map(name)),
    kept,
    dropped: Object.freeze(
      factor.dependent.map(({ column, of }) =>
        Object.freeze({ name: name(column), of: Object.freeze(of.map(name)) }),
      ),
    ),
    factor,
  });
}

function takeColumns(matrix: Matrix, kept: readonly number[]): Matrix {
  const result = createMatrix(matrix.rows, kept.length);
  for (let row = 0; row < matrix.rows; row += 1) {
    for (let place = 0; place < kept.length; place += 1) {
      result.values[row * kept.length + place] =
        matrix.values[row * matrix.columns + (kept[place] ?? 0)] ?? 0;
    }
  }
  return result;
}
