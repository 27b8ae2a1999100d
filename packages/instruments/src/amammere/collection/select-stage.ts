import { fleissKappa, krippendorffAlpha, rawAgreement } from "@refract/stats";
import { type Excluded, excludeByRules, type Participation, type StageRow } from "./participation.ts";
import { type Pool, pools } from "./pools.ts";

/** One choice of stage 3: which option somebody takes for best. */
export interface ItemChoice extends StageRow {
  readonly item: string;
  /** A letter, A to D. */
  readonly selected: string;
}

/** What a pool chose in an item. */
export interface PoolChoice {
  readonly choices: number;
  /** The option that holds the majority asked for; null where none does. */
  readonly majority: string | null;
  readonly share: number;
}

export interface ChosenItem {
  readonly item: string;
  readonly by: Readonly<Record<Pool, PoolChoice | null>>;
}

const letters = ["A", "B", "C", "D"];
/** Two thirds, the default of the protocol. */
const defaultMajority = 2 / 3;

/**
 * Counts the choices of stage 3 by item and pool. A majority needs at least the share `majority` and no equal rival. Second choices of
 * a person, unknown letters and people who wrote or rated for the seed are left out and told.
 */
export function countChoices(
  rows: readonly ItemChoice[],
  history: readonly Participation[],
  majority: number = defaultMajority,
): { readonly items: readonly ChosenItem[]; readonly excluded: readonly Excluded<ItemChoice>[] } {
  const { kept, excluded } = validChoices(rows, history);
  const items = [...Map.groupBy(kept, ({ item }) => item)].map(([item, own]): ChosenItem => {
    const by = (pool: Pool): PoolChoice | null => {
      const chosen = own.filter((row) => row.pool === pool).map(({ selected }) => selected);
      if (chosen.length === 0) return null;
      const counts = countsOf(chosen);
      const most = Math.max(...counts);
      const share = most / chosen.length;
      const leads = counts.filter((count) => count === most).length === 1;
      const letter = letters[counts.indexOf(most)] ?? null;
      // two of three are two thirds, whatever the last binary digit says
      return {
        choices: chosen.length,
        majority: leads && share >= majority - 1e-9 ? letter : null,
        share,
      };
    };
    return { item, by: { GH: by("GH"), US: by("US") } };
  });
  return { items, excluded };
}

/**
 * An item is valid when the majority of the named country's pool picks its key; without a country each pool has to have a majority, and another
 * one than the other pool: one key of both distinguishes nothing.
 */
export function isValidItem(
  { by }: ChosenItem,
  version: "ghana" | "us" | "unspecified",
  keys: Readonly<Partial<Record<Pool, string>>>,
): boolean {
  const holds = (pool: Pool) => by[pool]?.majority != null && by[pool].majority === keys[pool];
  if (version === "ghana") return holds("GH");
  if (version === "us") return holds("US");
  return by.GH?.majority != null && by.US?.majority != null && by.GH.majority !== by.US.majority;
}

export interface PoolAgreement {
  readonly pool: Pool;
  readonly items: number;
  readonly raters: number | null;
  /** Mean share of pairs that chose the same; null without two choices of an item. */
  readonly raw: number | null;
  /** Fleiss' kappa; null with `problem`. */
  readonly kappa: number | null;
  readonly problem: string | null;
  /** Krippendorff's alpha, nominal, which takes items with more and fewer choices; null with `alphaProblem`. */
  readonly alpha: number | null;
  readonly alphaProblem: string | null;
}

/** Agreement within each pool (stage 3). Fleiss' kappa needs equally many choices an item, Krippendorff's alpha does not. */
export function agreementByPool(
  rows: readonly ItemChoice[],
  history: readonly Participation[],
): readonly PoolAgreement[] {
  const { kept } = validChoices(rows, history);
  return pools.map((pool) => {
    const items = [
      ...Map.groupBy(
        kept.filter((row) => row.pool === pool),
        ({ item }) => item,
      ).values(),
    ].map((of) => of.map(({ selected }) => selected));
    const codes = items.map((of) => of.map((letter) => letters.indexOf(letter)));
    const raw = rawAgreement(codes);
    const { alpha, problem: alphaProblem } = krippendorffAlpha(codes, "nominal");
    const sizes = [...new Set(items.map(({ length }) => length))];
    const base = { pool, items: items.length, raw: raw.meanPairAgreement, alpha, alphaProblem };
    if (sizes.length !== 1 || (sizes[0] ?? 0) < 2)
      return {
        ...base,
        raters: null,
        kappa: null,
        problem: "items don't have equally many choices, two at least",
      };
    const { kappa, problem } = fleissKappa(items.map(countsOf));
    return { ...base, raters: sizes[0] ?? null, kappa, problem };
  });
}

function validChoices(rows: readonly ItemChoice[], history: readonly Participation[]) {
  const allowed = excludeByRules("select", rows, history);
  const excluded = [...allowed.excluded];
  const seen = new Set<string>();
  const kept = allowed.kept.filter((row) => {
    const own = JSON.stringify([row.item, row.person]);
    const reason = !letters.includes(row.selected)
      ? `selected "${row.selected}", expected A to D`
      : seen.has(own)
        ? "chose in this item before"
        : null;
    seen.add(own);
    if (reason !== null) excluded.push({ row, reason });
    return reason === null;
  });
  return { kept, excluded };
}

function countsOf(chosen: readonly string[]): readonly number[] {
  return letters.map((letter) => chosen.filter((one) => one === letter).length);
}
