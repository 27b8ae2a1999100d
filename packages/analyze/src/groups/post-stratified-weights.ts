import { effectiveSampleSize, postStratify } from "@refract/stats";
import { unknownLevel, type WeightingResult } from "./fitted-weights.ts";
import { type PostStratificationCells, weightedAttributes } from "./weights-schema.ts";

/**
 * Weights that give every cell its share; people in no cell have weight 0.
 *
 * @param levels attribute -> level of each person, null where unknown
 */
export function postStratifiedWeights(
  scheme: PostStratificationCells,
  levels: Readonly<Record<string, readonly (string | null)[]>>,
): WeightingResult {
  const attributes = weightedAttributes(scheme);
  for (const name of attributes) {
    const shares = new Map<string, number>();
    for (const cell of scheme.cells) {
      const level = cell.levels[name] ?? "";
      shares.set(level, (shares.get(level) ?? 0) + cell.share);
    }
    // a level nobody has is more likely misspelt than an empty cell
    const reason = unknownLevel(name, [...shares], levels[name] ?? []);
    if (reason !== null && scheme.empty === "refuse") return { fitted: null, reason };
  }
  const keyOf = (own: readonly (string | null)[]) => JSON.stringify(own);
  const places = new Map(
    scheme.cells.map((cell, place) => [keyOf(attributes.map((name) => cell.levels[name] ?? null)), place]),
  );
  const count = levels[attributes[0] ?? ""]?.length ?? 0;
  const cellOf = Array.from(
    { length: count },
    (_, person) => places.get(keyOf(attributes.map((name) => levels[name]?.[person] ?? null))) ?? -1,
  );
  const people = scheme.cells.map((_, place) => cellOf.filter((cell) => cell === place).length);
  const title = (place: number) =>
    attributes.map((name) => scheme.cells[place]?.levels[name] ?? "").join(" x ");
  const empty = scheme.cells.flatMap(({ share }, place) =>
    share > 0 && people[place] === 0 ? [`${title(place)} (${share})`] : [],
  );
  if (empty.length > 0 && scheme.empty === "refuse")
    return {
      fitted: null,
      reason: `nobody is in ${empty.length === 1 ? "the cell" : "the cells"} ${empty.join(", ")}: merge levels with map, or set empty: share-out`,
    };
  const done = postStratify(
    cellOf,
    scheme.cells.map(({ share }) => share),
  );
  if (done.weights === null) return { fitted: null, reason: done.problem ?? "nobody is in a cell" };
  const { weights } = done;
  const placed = people.reduce((sum, own) => sum + own, 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const targetSum = scheme.cells.reduce((sum, { share }) => sum + share, 0);
  return {
    reason: null,
    fitted: {
      weights,
      targets: scheme.cells.map(({ share }, place) => ({
        attribute: attributes.join(" x "),
        level: title(place),
        people: people[place] ?? 0,
        share: (people[place] ?? 0) / placed,
        target: share / targetSum,
        weightedShare:
          weights.reduce((sum, weight, person) => sum + (cellOf[person] === place ? weight : 0), 0) / total,
      })),
      unplaced: count - placed,
      trimmed: 0,
      efficiency: effectiveSampleSize(weights.filter((weight) => weight > 0)),
      problem:
        empty.length === 0
          ? null
          : `nobody is in ${empty.join(", ")}: ${(100 * done.uncoveredShare).toFixed(1)} % of the population, which went to the other cells`,
    },
  };
}
