import type { Numbers } from "../argument-checks.ts";
import { invalidArgument, requireWhole } from "../invalid-argument.ts";
import type { Matrix } from "../linear-algebra/matrix.ts";
import type { Random } from "../random.ts";

/** Whom to draw panels from, and how many. */
export interface PanelScheme {
  readonly name: string;
  /** Rows of the score table, each a person who may be drawn. */
  readonly pool: Numbers;
  /** People a panel, drawn with replacement; someone drawn twice counts twice. */
  readonly size: number;
}

export interface PanelDraws {
  readonly name: string;
  /** The column (model) that each panel chose. */
  readonly choices: Int32Array;
  /** How many panels chose each column. */
  readonly timesChosen: Int32Array;
  /**
   * Seats that a person of the pool had on panels that chose a column: `seats[place * columns + column]`, with their place in the
   * pool.
   */
  readonly seats: Int32Array;
}

export interface PanelOptions {
  /** Panels a scheme. Default 1,000. */
  readonly draws?: number;
  /** Mean score of a column that nobody on the panel has scored (PRISM: 1 for ratings, 0 for choice shares). */
  readonly scoreWithoutData: number;
  readonly random: Random;
}

/**
 * Lets randomly drawn panels choose a column (model): the one with the highest mean over the panel's known scores,
 * ties at random.
 *
 * Every scheme has streams of its own (by its name), so schemes can be added without changing the others. Costs draws x size x
 * columns additions a scheme.
 *
 * @param scores people x models, NaN where someone has no score for a model
 * @throws RangeError for an empty pool, people outside the table, a size or number of draws below 1
 */
export function drawPanels(
  scores: Matrix,
  schemes: readonly PanelScheme[],
  options: PanelOptions,
): readonly PanelDraws[] {
  const draws = options.draws ?? 1000;
  requireWhole("draws", draws, 1);
  if (scores.columns < 1) throw invalidArgument("scores.columns", scores.columns, "at least 1");
  if (!Number.isFinite(options.scoreWithoutData)) {
    throw invalidArgument("scoreWithoutData", options.scoreWithoutData, "a finite number");
  }
  const cells = splitScores(scores);
  return Object.freeze(
    schemes.map((scheme) => {
      requirePeople(`the pool of "${scheme.name}"`, scheme.pool, scores.rows);
      requireWhole(`the size of "${scheme.name}"`, scheme.size, 1);
      const random = options.random.stream(`panel ${scheme.name}`);
      return drawScheme(scheme, cells, draws, options.scoreWithoutData, random);
    }),
  );
}

/** Scores with 0 where missing, beside 1 and 0 for known and missing: sums without branches. */
interface ScoreCells {
  readonly columns: number;
  readonly scores: Float64Array;
  readonly known: Float64Array;
  /** Nothing is missing, so that a panel's size is the number of its scores. */
  readonly areComplete: boolean;
}

function splitScores({ columns, values }: Matrix): ScoreCells {
  return {
    columns,
    scores: values.map((value) => (Number.isNaN(value) ? 0 : value)),
    known: values.map((value) => (Number.isNaN(value) ? 0 : 1)),
    areComplete: values.every((value) => !Number.isNaN(value)),
  };
}

function drawScheme(
  { name, pool, size }: PanelScheme,
  { columns, scores, known, areComplete }: ScoreCells,
  draws: number,
  scoreWithoutData: number,
  random: Random,
): PanelDraws {
  const cells = Int32Array.from(pool, (row) => row * columns);
  const people = random.stream("people");
  const ties = random.stream("ties");
  const choices = new Int32Array(draws);
  const timesChosen = new Int32Array(columns);
  const sums = new Float64Array(columns);
  const counts = new Float64Array(columns);
  const seats = new Int32Array(pool.length * columns);
  const panel = new Int32Array(size);
  /** Where the row of each seat begins. */
  const rows = new Int32Array(size);
  for (let draw = 0; draw < draws; draw += 1) {
    drawPanel(panel, cells, rows, people);
    columnSums(scores, rows, sums);
    if (areComplete) counts.fill(size);
    else columnSums(known, rows, counts);
    const choice = highest(sums, counts, scoreWithoutData, ties);
    choices[draw] = choice;
    timesChosen[choice] = (timesChosen[choice] ?? 0) + 1;
    countSeats(panel, seats, columns, choice);
  }
  return Object.freeze({ name, choices, timesChosen, seats });
}

// Each loop of a draw is a function of its own: engines compile these once for all draws, where a loop inside the loop of draws would be
// left for slower code at its end, every time.

/** Someone for each seat, and where their row of scores begins. */
function drawPanel(panel: Int32Array, cells: Int32Array, rows: Int32Array, people: Random): void {
  for (let seat = 0; seat < panel.length; seat += 1) {
    const place = people.integer(cells.length);
    panel[seat] = place;
    rows[seat] = cells[place] ?? 0;
  }
}

function countSeats(panel: Int32Array, seats: Int32Array, columns: number, choice: number): void {
  for (let seat = 0; seat < panel.length; seat += 1) {
    const cell = (panel[seat] ?? 0) * columns + choice;
    seats[cell] = (seats[cell] ?? 0) + 1;
  }
}

/** Sums of all columns, four at a time: they stay in registers, and none waits for another's addition. */
function columnSums(values: Float64Array, rows: Int32Array, sums: Float64Array): void {
  let column = 0;
  for (; column + 3 < sums.length; column += 4) {
    let [first, second, third, fourth] = [0, 0, 0, 0];
    for (let seat = 0; seat < rows.length; seat += 1) {
      const at = (rows[seat] ?? 0) + column;
      first += values[at] ?? 0;
      second += values[at + 1] ?? 0;
      third += values[at + 2] ?? 0;
      fourth += values[at + 3] ?? 0;
    }
    sums[column] = first;
    sums[column + 1] = second;
    sums[column + 2] = third;
    sums[column + 3] = fourth;
  }
  for (; column < sums.length; column += 1) {
    let sum = 0;
    for (let seat = 0; seat < rows.length; seat += 1) sum += values[(rows[seat] ?? 0) + column] ?? 0;
    sums[column] = sum;
  }
}

/** The column with the highest mean; among equals each with the same chance. */
function highest(sums: Float64Array, counts: Float64Array, scoreWithoutData: number, ties: Random): number {
  let best = 0;
  let bestMean = Number.NEGATIVE_INFINITY;
  let equals = 0;
  for (let column = 0; column < sums.length; column += 1) {
    const count = counts[column] ?? 0;
    const mean = count > 0 ? (sums[column] ?? 0) / count : scoreWithoutData;
    if (mean > bestMean) {
      best = column;
      bestMean = mean;
      equals = 1;
    } else if (mean === bestMean) {
      // Keeping the k-th equal with probability 1 / k leaves all with the same chance.
      equals += 1;
      if (ties.integer(equals) === 0) best = column;
    }
  }
  return best;
}

/** Throws unless there is someone and all are rows of the table. */
export function requirePeople(name: string, people: Numbers, rows: number): void {
  if (people.length === 0) throw invalidArgument(name, "empty", "at least one person");
  for (let index = 0; index < people.length; index += 1) {
    const person = people[index] ?? Number.NaN;
    if (!Number.isInteger(person) || person < 0 || person >= rows) {
      throw invalidArgument(name, person, `rows of the table, 0 to ${rows - 1}`);
    }
  }
}
