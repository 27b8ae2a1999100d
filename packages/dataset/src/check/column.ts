type Numbers = Int32Array | Int16Array | Uint16Array | Uint8Array | Float64Array;

/** A growing list of numbers of one width: a million of them take a few megabytes. */
export interface Column {
  readonly length: () => number;
  /** Returns the place of the new number. */
  readonly push: (value: number) => number;
  /** The number at `place`, or `absent` outside the list. */
  readonly get: (place: number) => number;
  /** Sets a number that is there. */
  readonly set: (place: number, value: number) => void;
}

/** What `get` gives for a place that is not there. */
export const absent = -1;

const widths = {
  int32: (size: number): Numbers => new Int32Array(size),
  int16: (size: number): Numbers => new Int16Array(size),
  uint16: (size: number): Numbers => new Uint16Array(size),
  uint8: (size: number): Numbers => new Uint8Array(size),
  float64: (size: number): Numbers => new Float64Array(size),
} as const;
export type ColumnWidth = keyof typeof widths;

export function createColumn(width: ColumnWidth): Column {
  const make = widths[width];
  let numbers = make(1024);
  let length = 0;
  return Object.freeze({
    length: () => length,
    push(value: number) {
      if (length === numbers.length) {
        const larger = make(numbers.length + Math.max(1024, numbers.length >> 1));
        larger.set(numbers);
        numbers = larger;
      }
      numbers[length] = value;
      length += 1;
      return length - 1;
    },
    get: (place: number) => (place >= 0 && place < length ? (numbers[place] ?? absent) : absent),
    set(place: number, value: number) {
      if (place >= 0 && place < length) numbers[place] = value;
    },
  });
}
