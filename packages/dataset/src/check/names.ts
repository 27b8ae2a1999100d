/** Gives every different name a small number from 0. For names that repeat: models, providers, types. */
export interface Names {
  readonly number: (name: string | null) => number;
  readonly name: (number: number) => string | null;
  readonly size: () => number;
}

export function createNames(): Names {
  const numbers = new Map<string | null, number>();
  const names: (string | null)[] = [];
  return Object.freeze({
    number(name: string | null) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      names.push(name);
      numbers.set(name, names.length - 1);
      return names.length - 1;
    },
    name: (number: number) => names[number] ?? null,
    size: () => names.length,
  });
}
