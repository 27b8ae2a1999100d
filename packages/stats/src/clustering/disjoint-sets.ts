/** Sets of numbers 0 to size - 1 that can be joined (union by size, path halving). */
export interface DisjointSets {
  /** A member that stands for the set of `member`. */
  find(member: number): number;
  /** Joins the sets of both; false when they were one already. */
  join(first: number, second: number): boolean;
}

export function createDisjointSets(size: number): DisjointSets {
  const parents = Int32Array.from({ length: size }, (_, index) => index);
  const sizes = new Int32Array(size).fill(1);
  const find = (member: number): number => {
    let current = member;
    for (;;) {
      const parent = parents[current] ?? current;
      if (parent === current) return current;
      const above = parents[parent] ?? parent;
      parents[current] = above;
      current = above;
    }
  };
  return Object.freeze({
    find,
    join(first: number, second: number): boolean {
      let large = find(first);
      let small = find(second);
      if (large === small) return false;
      if ((sizes[large] ?? 0) < (sizes[small] ?? 0)) [large, small] = [small, large];
      parents[small] = large;
      sizes[large] = (sizes[large] ?? 0) + (sizes[small] ?? 0);
      return true;
    },
  });
}
