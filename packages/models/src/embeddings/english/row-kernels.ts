import {
  addFloat,
  addFloats,
  addWholes,
  all,
  type Code,
  divideFloat,
  float,
  floatsToWholes,
  fourFloats,
  fourWholes,
  greaterFloat,
  greaterFloats,
  type Kernel,
  kernel,
  type Local,
  lane,
  lesserFloat,
  load,
  multiplyFloat,
  multiplyFloats,
  multiplyWhole,
  narrowWholes,
  nearestFloats,
  raise,
  repeat,
  shiftWholes,
  sizeOfFloats,
  squareRoot,
  store,
  storeFloat,
  storeHalf,
  subtractFloats,
  type Type,
  whole,
  wholeAsFloat,
} from "./wasm-code.ts";

/** A row as it comes out of each of these kernels hangs on this row alone. Numbers a row come in fours. */
type Variable = (type: Type) => Local;

/**
 * Lengths of two vectors of whole numbers, multiplied: no sum of products is larger (Cauchy and Schwarz). A row and a
 * column get at most the root of 2^31, less what rounding adds.
 */
export const longest = 46_000;
/** What fits 16 bits. */
export const mostShort = 32_767;
/** Added to a variance before its root is taken (`layer_norm/Cast/x` of the graph). */
const varianceAdded = 1e-6;

const over = (sides: Code, operation: (left: Code, right: Code) => Code): Code =>
  operation(operation(lane(sides, 0), lane(sides, 1)), operation(lane(sides, 2), lane(sides, 3)));

/** Goes through `fours` vectors at one or two addresses. */
function through(
  variable: Variable,
  { fours, from, to }: { readonly fours: Local; readonly from: Local; readonly to?: Local },
  body: (from: Local, to: Local) => Code,
): Code {
  const [left, source, target] = [variable("i32"), variable("i32"), variable("i32")];
  return all(
    left.assign(fours.read),
    source.assign(from.read),
    target.assign((to ?? from).read),
    repeat(left, body(source, target), raise(source, whole(16)), raise(target, whole(16))),
  );
}

const square = (value: Local) => multiplyFloats(value.read, value.read);

/** To = (from - mean) / deviation * scales + biases, row by row. */
const normalise = kernel(
  "normalise",
  { from: "i32", to: "i32", rows: "i32", fours: "i32", scales: "i32", biases: "i32" },
  ({ from, to, rows, fours, scales, biases }, variable) => {
    const [sums, value, mean, factor] = [
      variable("v128"),
      variable("v128"),
      variable("v128"),
      variable("v128"),
    ];
    const [scale, count] = [variable("i32"), variable("f32")];
    const meanOf = (of: Local) => divideFloat(over(of.read, addFloat), count.read);
    const bias = variable("i32");
    return all(
      count.assign(multiplyFloat(wholeAsFloat(fours.read), float(4))),
      repeat(
        rows,
        sums.assign(fourFloats(float(0))),
        through(variable, { fours, from }, (at) => sums.assign(addFloats(sums.read, load(at.read)))),
        mean.assign(fourFloats(meanOf(sums))),
        sums.assign(fourFloats(float(0))),
        through(variable, { fours, from }, (at) =>
          all(
            value.assign(subtractFloats(load(at.read), mean.read)),
            sums.assign(addFloats(sums.read, square(value))),
          ),
        ),
        factor.assign(
          fourFloats(divideFloat(float(1), squareRoot(addFloat(meanOf(sums), float(varianceAdded))))),
        ),
        scale.assign(scales.read),
        bias.assign(biases.read),
        through(variable, { fours, from, to }, (at, out) =>
          all(
            value.assign(multiplyFloats(subtractFloats(load(at.read), mean.read), factor.read)),
            store(out.read, addFloats(multiplyFloats(value.read, load(scale.read)), load(bias.read))),
            raise(scale, whole(16)),
            raise(bias, whole(16)),
          ),
        ),
        raise(from, multiplyWhole(fours.read, whole(16))),
        raise(to, multiplyWhole(fours.read, whole(16))),
      ),
    );
  },
);

/** Rows as whole numbers of 16 bits that times the row's scale are nearest to it; rows of eight bytes for every four numbers. */
const shorten = kernel(
  "shorten",
  { from: "i32", to: "i32", rows: "i32", fours: "i32", scales: "i32" },
  ({ from, to, rows, fours, scales }, variable) => {
    const [sums, most, value, factor] = [
      variable("v128"),
      variable("v128"),
      variable("v128"),
      variable("v128"),
    ];
    const size = variable("f32");
    const tiny = float(1e-30);
    return repeat(
      rows,
      sums.assign(fourFloats(float(0))),
      most.assign(fourFloats(float(0))),
      through(variable, { fours, from }, (at) =>
        all(
          value.assign(load(at.read)),
          sums.assign(addFloats(sums.read, square(value))),
          most.assign(greaterFloats(most.read, sizeOfFloats(value.read))),
        ),
      ),
      size.assign(
        lesserFloat(
          divideFloat(float(longest), squareRoot(addFloat(over(sums.read, addFloat), tiny))),
          divideFloat(float(mostShort), addFloat(over(most.read, greaterFloat), tiny)),
        ),
      ),
      storeFloat(scales.read, divideFloat(float(1), size.read)),
      factor.assign(fourFloats(size.read)),
      through(variable, { fours, from }, (at) =>
        all(
          value.assign(floatsToWholes(nearestFloats(multiplyFloats(load(at.read), factor.read)))),
          storeHalf(to.read, narrowWholes(value.read, value.read)),
          raise(to, whole(8)),
        ),
      ),
      raise(from, multiplyWhole(fours.read, whole(16))),
      raise(scales, whole(4)),
    );
  },
);

/** ln 2 in two parts, the first of few digits (Cody and Waite 1980). */
const logarithm = { most: 0.693359375, rest: -2.1219444e-4 };
/** The exponential's series: 1 / 0!, 1 / 1!, 1 / 2! and so on. Seven powers are enough for 32 bits below half of ln 2. */
const series = [1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040];

/** e to the power of numbers from -87 to 0; what is below counts as -87. */
function exponential(value: Local, power: Local): Code {
  const four = (number: number) => fourFloats(float(number));
  const polynomial = series
    .toReversed()
    .reduce<Code>(
      (sum, coefficient) =>
        sum.length === 0 ? four(coefficient) : addFloats(multiplyFloats(sum, value.read), four(coefficient)),
      [],
    );
  return all(
    value.assign(greaterFloats(value.read, four(-87))),
    power.assign(nearestFloats(multiplyFloats(value.read, four(Math.LOG2E)))),
    value.assign(subtractFloats(value.read, multiplyFloats(power.read, four(logarithm.most)))),
    value.assign(subtractFloats(value.read, multiplyFloats(power.read, four(logarithm.rest)))),
    value.assign(
      multiplyFloats(
        polynomial,
        // 2 to the power of a whole number, put together from its bits.
        shiftWholes(addWholes(floatsToWholes(power.read), fourWholes(whole(127))), whole(23)),
      ),
    ),
  );
}

/**
 * Softmax of each row times a factor, in place, as shares that add up to 1. What has to get next to nothing
 * must be very low.
 */
const shares = kernel(
  "shares",
  { at: "i32", rows: "i32", fours: "i32", factor: "f32" },
  ({ at: row, rows, fours, factor }, variable) => {
    const [sums, most, value, power] = [
      variable("v128"),
      variable("v128"),
      variable("v128"),
      variable("v128"),
    ];
    return repeat(
      rows,
      most.assign(load(row.read)),
      through(variable, { fours, from: row }, (at) => most.assign(greaterFloats(most.read, load(at.read)))),
      most.assign(fourFloats(over(most.read, greaterFloat))),
      sums.assign(fourFloats(float(0))),
      through(variable, { fours, from: row }, (at) =>
        all(
          value.assign(multiplyFloats(subtractFloats(load(at.read), most.read), fourFloats(factor.read))),
          exponential(value, power),
          sums.assign(addFloats(sums.read, value.read)),
          store(at.read, value.read),
        ),
      ),
      sums.assign(fourFloats(divideFloat(float(1), over(sums.read, addFloat)))),
      through(variable, { fours, from: row }, (at) =>
        store(at.read, multiplyFloats(load(at.read), sums.read)),
      ),
      raise(row, multiplyWhole(fours.read, whole(16))),
    );
  },
);

/** The mean of rows. */
const meanRow = kernel(
  "meanRow",
  { from: "i32", to: "i32", rows: "i32", fours: "i32" },
  ({ from, to, rows, fours }, variable) => {
    const [rowsLeft, column, stride] = [variable("i32"), variable("i32"), variable("i32")];
    const [sums, factor] = [variable("v128"), variable("v128")];
    return all(
      stride.assign(multiplyWhole(fours.read, whole(16))),
      factor.assign(fourFloats(divideFloat(float(1), wholeAsFloat(rows.read)))),
      repeat(
        fours,
        sums.assign(fourFloats(float(0))),
        column.assign(from.read),
        rowsLeft.assign(rows.read),
        repeat(rowsLeft, sums.assign(addFloats(sums.read, load(column.read))), raise(column, stride.read)),
        store(to.read, multiplyFloats(sums.read, factor.read)),
        raise(from, whole(16)),
        raise(to, whole(16)),
      ),
    );
  },
);

/** Numbers a row of a piece or a position has: the input itself, its queries, keys and values, and the residual. */
export const entrySides = { input: 256, projected: 768, residual: 512 } as const;

/**
 * The first layer's way in, which is linear but for one factor: piece and position are added, the input's deviation scales the
 * queries, keys and values, and the residual stays as it is.
 */
const enter = kernel(
  "enter",
  { piece: "i32", position: "i32", biases: "i32", projected: "i32", residual: "i32" },
  ({ piece, position, biases, projected, residual }, variable) => {
    const [value, sums, factor, left] = [
      variable("v128"),
      variable("v128"),
      variable("v128"),
      variable("i32"),
    ];
    const both = addFloats(load(piece.read), load(position.read));
    const along = (numbers: number, body: Code) =>
      all(
        left.assign(whole(numbers / 4)),
        repeat(left, body, raise(piece, whole(16)), raise(position, whole(16))),
      );
    return all(
      along(entrySides.input, all(value.assign(both), sums.assign(addFloats(sums.read, square(value))))),
      factor.assign(
        fourFloats(
          divideFloat(
            float(1),
            squareRoot(
              addFloat(divideFloat(over(sums.read, addFloat), float(entrySides.input)), float(varianceAdded)),
            ),
          ),
        ),
      ),
      along(
        entrySides.projected,
        all(
          store(projected.read, addFloats(multiplyFloats(both, factor.read), load(biases.read))),
          raise(projected, whole(16)),
          raise(biases, whole(16)),
        ),
      ),
      along(entrySides.residual, all(store(residual.read, both), raise(residual, whole(16)))),
    );
  },
);

export const rowKernels: readonly Kernel[] = [normalise, shorten, shares, meanRow, enter];
