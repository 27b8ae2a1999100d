import { type Item, type ModelEntry, type Presentation, RefractError, type Variant } from "@refract/core";
import { deriveSeed } from "@refract/stats/random";
import type { RunSetup } from "./run-setup.ts";

/** One thing to ask: unique on item, variant, repeat and model, and so is its place in the plan. */
export interface Sample {
  readonly ordinal: number;
  readonly item: Item;
  readonly variant: Variant;
  readonly repeat: number;
  readonly model: ModelEntry;
}

/** Ordinals from `start` to before `end` make one scoring group: its items under one model, variant and repeat. */
export interface GroupSpan {
  readonly start: number;
  readonly end: number;
}

/** All samples of a run in their one order: model, variant, scoring group, repeat, item. */
export interface Plan {
  readonly size: number;
  readonly perModel: number;
  /** The items that are asked, in the order of the records. */
  readonly items: readonly Item[];
  at(ordinal: number): Sample;
  /** Places of a model's samples: from first to before last. */
  rangeOf(modelIndex: number): { readonly first: number; readonly end: number };
  groups(): Iterable<GroupSpan>;
}

/**
 * Lays out what is asked. The samples themselves are made when they are looked up: what is held is four numbers a sample of one
 * model, whatever the number of models.
 */
export function createPlan(setup: RunSetup, allItems: readonly Item[]): Plan {
  refuseDuplicates(allItems);
  const items = limited(allItems, setup);
  const places: number[] = [];
  const starts: number[] = [];
  for (const [variantIndex, variant] of setup.variants.entries()) {
    for (const members of scoringGroups(items, (item) => setup.instrument.applies(item, variant))) {
      for (let repeat = 0; repeat < setup.repeats; repeat += 1) {
        starts.push(places.length / 3);
        for (const item of members) places.push(item, variantIndex, repeat);
      }
    }
  }
  const layout = Int32Array.from(places);
  const groupStarts = Int32Array.from(starts);
  const perModel = layout.length / 3;
  if (perModel === 0)
    throw new RefractError(
      "invalid-input",
      `${setup.instrument.id}: no item runs under ${setup.variants.map(({ id }) => id).join(", ")}`,
    );
  const size = perModel * setup.models.length;
  return Object.freeze({
    size,
    perModel,
    items,
    at: (ordinal: number): Sample => {
      const place = (ordinal % perModel) * 3;
      const item = items[layout[place] ?? -1];
      const variant = setup.variants[layout[place + 1] ?? -1];
      const model = setup.models[Math.floor(ordinal / perModel)];
      if (item === undefined || variant === undefined || model === undefined)
        throw new RangeError(`sample ${ordinal} is not in a plan of ${size}`);
      return { ordinal, item, variant, repeat: layout[place + 2] ?? 0, model };
    },
    rangeOf: (modelIndex: number) => ({ first: modelIndex * perModel, end: (modelIndex + 1) * perModel }),
    *groups() {
      for (let model = 0; model < setup.models.length; model += 1) {
        const base = model * perModel;
        for (const [index, start] of groupStarts.entries())
          yield { start: base + start, end: base + (groupStarts[index + 1] ?? perModel) };
      }
    },
  });
}

/** What one respondent is shown. Every model is shown the same, so that models are compared in pairs. */
export function presentationOf(setup: RunSetup, { item, variant, repeat }: Sample): Presentation {
  const seed = deriveSeed(setup.seed, item.id, variant.id, repeat);
  return {
    itemId: item.id,
    variantId: variant.id,
    repeat,
    optionOrder: setup.instrument.order(item, variant, seed, setup.options),
    seed,
  };
}

function refuseDuplicates(items: readonly Item[]): void {
  const seen = new Set<string>();
  for (const { id } of items) {
    if (seen.has(id))
      throw new RefractError("invalid-input", `item ${id}: stands twice in the records, expected unique ids`);
    seen.add(id);
  }
}

/** Whole groups in order of first appearance until at least `limit` items run, each under at least one variant. */
function limited(items: readonly Item[], { instrument, limit, variants }: RunSetup): readonly Item[] {
  if (limit === null) return items;
  const kept = new Set<string>();
  let count = 0;
  const runs = (item: Item) => variants.some((variant) => instrument.applies(item, variant));
  for (const members of scoringGroups(items, runs)) {
    if (count >= limit) break;
    const group = items[members[0] ?? -1]?.group;
    if (group !== undefined) kept.add(group);
    count += members.length;
  }
  return items.filter(({ group }) => kept.has(group));
}

function scoringGroups(
  items: readonly Item[],
  applies: (item: Item) => boolean,
): Iterable<readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, item] of items.entries()) {
    if (!applies(item)) continue;
    const members = groups.get(item.group);
    if (members === undefined) groups.set(item.group, [index]);
    else members.push(index);
  }
  return groups.values();
}
