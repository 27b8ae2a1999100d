import type { Random } from "@refract/stats";
import type { FeltResponse } from "./rate-responses.ts";
import type { SimulatedPerson } from "./simulated-person.ts";

/**
 * A verdict by the model of Bradley and Terry with a band of no difference (Rao and Kupper 1967): each response gets a
 * Gumbel deviate beside its utility, the highest wins, unless the two highest are within the person's tie width. Then,
 * or when even the best is below the person's floor, a verdict without a winner is given where the study has one.
 */
export function chooseVerdict(
  person: SimulatedPerson,
  felt: readonly FeltResponse[],
  verdicts: readonly string[],
  winners: Readonly<Record<string, number | null>>,
  random: Random,
): string {
  const tried = felt
    .map(({ utility }, place) => ({
      place,
      utility,
      tried: utility + gumbel(random.stream(`place ${place}`)) / 3,
    }))
    .toSorted((a, b) => b.tried - a.tried);
  const [best, second] = tried;
  const withoutWinner = verdicts.filter((verdict) => (winners[verdict] ?? null) === null);
  const forNone = withoutWinner.find((verdict) => /bad|neither|none/.test(verdict));
  const forTie = withoutWinner.find((verdict) => verdict !== forNone) ?? forNone;
  const isGood = tried.some(({ utility }) => utility > person.habits.verdictFloor);
  const isClear =
    best !== undefined &&
    (second === undefined || best.tried - second.tried >= person.habits.verdictTieWidth);
  if (!isGood && forNone !== undefined) return forNone;
  if (!isClear && forTie !== undefined) return forTie;
  return verdicts.find((verdict) => winners[verdict] === best?.place) ?? forTie ?? random.pick(verdicts);
}

function gumbel(random: Random): number {
  return -Math.log(-Math.log(random.next() || 0.5));
}
