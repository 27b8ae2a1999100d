import { requireLength, requireWhole } from "../invalid-argument.ts";
import type { ComparisonCells } from "./comparison-cells.ts";

/** Who beat whom, as arrows from winner to loser. */
export interface Connectivity {
  /**
   * Strongly connected components: inside one, every item has beaten every other directly or through others. Each is sorted;
   * components stand in an order in which no item of a later one has beaten one of an earlier one.
   */
  readonly components: readonly (readonly number[])[];
  readonly stronglyConnected: boolean;
  /** Groups that were never compared with each other at all, each sorted, by their first item. */
  readonly separateGroups: readonly (readonly number[])[];
  /** Says in a sentence why abilities have no finite estimate; null when they do. */
  readonly problem: string | null;
}

/**
 * Whether abilities can be estimated: a finite Bradley-Terry maximum exists exactly when the items are strongly connected
 * (Ford 1957; Zermelo 1929). A tie is a win each way.
 */
export function comparisonConnectivity(cells: ComparisonCells): Connectivity {
  const { itemCount, low, high, lowWins, highWins, ties } = cells;
  if (joinedBothWays(cells)) {
    const all = Array.from({ length: itemCount }, (_, item) => item);
    return Object.freeze({
      components: [all],
      stronglyConnected: true,
      separateGroups: [all],
      problem: null,
    });
  }
  const winners: number[] = [];
  const losers: number[] = [];
  for (let cell = 0; cell < low.length; cell += 1) {
    const one = low[cell] ?? 0;
    const other = high[cell] ?? 0;
    const tied = ties[cell] ?? 0;
    if ((lowWins[cell] ?? 0) + tied > 0) {
      winners.push(one);
      losers.push(other);
    }
    if ((highWins[cell] ?? 0) + tied > 0) {
      winners.push(other);
      losers.push(one);
    }
  }
  return arrowConnectivity(itemCount, winners, losers);
}

/** Enough for strong connection: pairs with wins both ways, or ties, already join all items. Nearly always so, and quick. */
export function joinedBothWays({ itemCount, low, high, lowWins, highWins, ties }: ComparisonCells): boolean {
  const parent = new Int32Array(itemCount);
  for (let item = 0; item < itemCount; item += 1) parent[item] = item;
  const rootOf = (item: number): number => {
    let root = item;
    while (parent[root] !== root) root = parent[root] ?? 0;
    return root;
  };
  let groups = itemCount;
  for (let cell = 0; cell < low.length && groups > 1; cell += 1) {
    const tied = ties[cell] ?? 0;
    if (tied === 0 && ((lowWins[cell] ?? 0) === 0 || (highWins[cell] ?? 0) === 0)) continue;
    const one = rootOf(low[cell] ?? 0);
    const other = rootOf(high[cell] ?? 0);
    if (one === other) continue;
    parent[Math.max(one, other)] = Math.min(one, other);
    groups -= 1;
  }
  return groups === 1;
}

/** The same from arrows `winners[k]` to `losers[k]`. */
export function arrowConnectivity(
  itemCount: number,
  winners: ArrayLike<number>,
  losers: ArrayLike<number>,
): Connectivity {
  requireWhole("itemCount", itemCount, 1);
  requireLength("losers", losers.length, winners.length);
  const beaten = neighbours(itemCount, winners, losers);
  const components = strongComponents(itemCount, beaten);
  const separateGroups = weakComponents(itemCount, winners, losers);
  return Object.freeze({
    components,
    stronglyConnected: components.length === 1,
    separateGroups,
    problem: connectivityProblem(components, separateGroups),
  });
}

function connectivityProblem(
  components: readonly (readonly number[])[],
  separateGroups: readonly (readonly number[])[],
): string | null {
  if (components.length === 1) return null;
  if (separateGroups.length > 1) {
    return `the items fall into ${separateGroups.length} groups that were never compared with each other`;
  }
  const [top] = components;
  return `the items fall into ${components.length} groups of which one never lost to another (the first has ${top?.length ?? 0} of them), so differences between the groups have no finite estimate`;
}

/** Arrows in compressed rows: targets of item i stand from `start[i]` to `start[i + 1]`. */
interface Neighbours {
  readonly start: Int32Array;
  readonly target: Int32Array;
}

function neighbours(count: number, from: ArrayLike<number>, to: ArrayLike<number>): Neighbours {
  const start = new Int32Array(count + 1);
  for (let arrow = 0; arrow < from.length; arrow += 1) {
    const row = (from[arrow] ?? 0) + 1;
    start[row] = (start[row] ?? 0) + 1;
  }
  for (let row = 0; row < count; row += 1) start[row + 1] = (start[row + 1] ?? 0) + (start[row] ?? 0);
  const next = start.slice();
  const target = new Int32Array(from.length);
  for (let arrow = 0; arrow < from.length; arrow += 1) {
    const row = from[arrow] ?? 0;
    const place = next[row] ?? 0;
    target[place] = to[arrow] ?? 0;
    next[row] = place + 1;
  }
  return { start, target };
}

/** Tarjan (1972) without recursion; he finds sinks first, so the list is turned round. */
function strongComponents(count: number, { start, target }: Neighbours): number[][] {
  const order = new Int32Array(count).fill(-1);
  const lowest = new Int32Array(count);
  const open = new Uint8Array(count);
  const next = start.slice();
  const stack: number[] = [];
  const components: number[][] = [];
  let visited = 0;
  for (let root = 0; root < count; root += 1) {
    if (order[root] !== -1) continue;
    const path = [root];
    while (path.length > 0) {
      const item = path[path.length - 1] ?? 0;
      if (order[item] === -1) {
        order[item] = visited;
        lowest[item] = visited;
        visited += 1;
        stack.push(item);
        open[item] = 1;
      }
      const place = next[item] ?? 0;
      if (place < (start[item + 1] ?? 0)) {
        next[item] = place + 1;
        const other = target[place] ?? 0;
        if (order[other] === -1) path.push(other);
        else if (open[other] === 1) lowest[item] = Math.min(lowest[item] ?? 0, order[other] ?? 0);
        continue;
      }
      path.pop();
      const parent = path[path.length - 1];
      if (parent !== undefined) lowest[parent] = Math.min(lowest[parent] ?? 0, lowest[item] ?? 0);
      if (lowest[item] !== order[item]) continue;
      const component = stack.splice(stack.lastIndexOf(item));
      for (const member of component) open[member] = 0;
      components.push(component.sort((one, other) => one - other));
    }
  }
  return components.reverse();
}

function weakComponents(count: number, from: ArrayLike<number>, to: ArrayLike<number>): number[][] {
  const parent = Int32Array.from({ length: count }, (_, item) => item);
  const rootOf = (item: number): number => {
    let root = item;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root] ?? 0] ?? 0;
      root = parent[root] ?? 0;
    }
    return root;
  };
  for (let arrow = 0; arrow < from.length; arrow += 1) {
    const one = rootOf(from[arrow] ?? 0);
    const other = rootOf(to[arrow] ?? 0);
    parent[Math.max(one, other)] = Math.min(one, other);
  }
  const groups = new Map<number, number[]>();
  for (let item = 0; item < count; item += 1) {
    const root = rootOf(item);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
