import { absent, type Column, createColumn } from "./column.ts";

/**
 * Gives every id a number from 0 in order of arrival. Ids of a prefix and a number (`ut68370`) take four to ten bytes
 * each; all others, and numbers far ahead of the count, go to a map.
 */
export interface IdIndex {
  readonly size: () => number;
  /** The number of a new id, or -1 when the id is there already. */
  readonly add: (id: string) => number;
  /** The number of an id, or -1. */
  readonly find: (id: string) => number;
  readonly name: (ordinal: number) => string;
}

/** A dense table may be this much longer than there are ids. */
const slack = 1_000_000;

export function createIdIndex(): IdIndex {
  const prefixes: { readonly prefix: string; ordinals: Int32Array }[] = [];
  const rest = new Map<string, number>();
  const names = new Map<number, string>();
  /** By ordinal: the number in the id, and which prefix it has; -1 for ids of the map. */
  const numbers: Column = createColumn("int32");
  const prefixOf: Column = createColumn("int16");

  const table = (id: string, digits: number) =>
    prefixes.findIndex(({ prefix }) => prefix.length === digits && id.startsWith(prefix));

  const find = (id: string): number => {
    const digits = numberStart(id);
    if (digits !== null) {
      const ordinals = prefixes[table(id, digits)]?.ordinals;
      const ordinal = ordinals?.[Number(id.slice(digits))] ?? 0;
      if (ordinal > 0) return ordinal - 1;
    }
    return rest.size === 0 ? absent : (rest.get(id) ?? absent);
  };

  return Object.freeze({
    size: () => numbers.length(),
    find,
    add(id: string) {
      if (find(id) !== absent) return absent;
      const ordinal = numbers.length();
      const digits = numberStart(id);
      const number = digits === null ? -1 : Number(id.slice(digits));
      if (
        digits !== null &&
        number < 2 * ordinal + slack &&
        (prefixes.length < 8 || table(id, digits) !== -1)
      ) {
        let place = table(id, digits);
        if (place === -1) {
          place = prefixes.push({ prefix: id.slice(0, digits), ordinals: new Int32Array(1024) }) - 1;
        }
        const entry = prefixes[place];
        if (entry !== undefined) {
          if (number >= entry.ordinals.length) {
            const larger = new Int32Array(Math.max(number + 1, Math.ceil(entry.ordinals.length * 1.5)));
            larger.set(entry.ordinals);
            entry.ordinals = larger;
          }
          entry.ordinals[number] = ordinal + 1;
          numbers.push(number);
          prefixOf.push(place);
          return ordinal;
        }
      }
      rest.set(id, ordinal);
      names.set(ordinal, id);
      numbers.push(-1);
      prefixOf.push(-1);
      return ordinal;
    },
    name(ordinal: number) {
      const prefix = prefixes[prefixOf.get(ordinal)]?.prefix;
      return prefix === undefined ? (names.get(ordinal) ?? "") : `${prefix}${numbers.get(ordinal)}`;
    },
  });
}

/** Where the number at the end of an id begins; null without one, or when it has leading zeros or many digits. */
function numberStart(id: string): number | null {
  let start = id.length;
  while (start > 0) {
    const code = id.charCodeAt(start - 1);
    if (code < 48 || code > 57) break;
    start -= 1;
  }
  const digits = id.length - start;
  if (digits === 0 || digits > 9) return null;
  return digits > 1 && id.charCodeAt(start) === 48 ? null : start;
}
