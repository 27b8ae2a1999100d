import { rake } from "@refract/stats";
import { unknownLevel, type WeightingResult } from "./fitted-weights.ts";
import type { RakingTargets } from "./weights-schema.ts";

/**
 * Weights whose margins are the targets.
 *
 * @param levels attribute -> level of each person, null where unknown
 */
export function rakedWeights(
  { targets, trim }: RakingTargets,
  levels: Readonly<Record<string, readonly (string | null)[]>>,
): WeightingResult {
  const attributes = Object.entries(targets).map(([name, shares]) => ({
    name,
    shares: Object.entries(shares),
    levelOf: levels[name] ?? [],
  }));
  for (const { name, shares, levelOf } of attributes) {
    const reason = unknownLevel(name, shares, levelOf);
    if (reason !== null) return { fitted: null, reason };
  }
  const margins = attributes.map(({ name, shares, levelOf }) => {
    const places = new Map(shares.map(([level], place) => [level, place]));
    return {
      name,
      levelOf: levelOf.map((level) => (level === null ? -1 : (places.get(level) ?? -1))),
      targets: shares.map(([, share]) => share),
    };
  });
  const raked = rake(margins, trim === undefined ? {} : { bounds: { lower: 0, upper: trim } });
  if (raked.weights === null || raked.efficiency === null)
    return { fitted: null, reason: raked.problem ?? "raking failed" };
  const count = raked.weights.length;
  return {
    reason: null,
    fitted: {
      weights: raked.weights,
      targets: attributes.flatMap(({ name, shares }, place) => {
        const margin = margins[place];
        const done = raked.margins[place];
        const known = margin?.levelOf.filter((level) => level >= 0).length ?? 0;
        return shares.map(([level], at) => {
          const people = margin?.levelOf.filter((own) => own === at).length ?? 0;
          return {
            attribute: name,
            level,
            people,
            share: people / known,
            target: done?.targets[at] ?? 0,
            weightedShare: done?.shares[at] ?? 0,
          };
        });
      }),
      unplaced: Array.from({ length: count }, (_, person) => person).filter((person) =>
        margins.some(({ levelOf }) => levelOf[person] === -1),
      ).length,
      trimmed: raked.trimmed,
      efficiency: raked.efficiency,
      problem: raked.problem,
    },
  };
}
