import type { ChartJson } from "../blocks.ts";
import type { ChartField, ChartRow } from "./chart-parts.ts";
import { divergingColours, ink, paper, sequentialColours } from "./chart-theme.ts";

/** How values become colours, and which of two inks is read on each. */
export interface CellColours {
  /** Values at which the colours stand, ascending; between two they are mixed. */
  readonly stops: readonly number[];
  readonly colours: readonly string[];
  /** Mixed by logarithms of the values, and cut at the ends. */
  readonly logarithmic: boolean;
}

export interface CellColourOptions {
  readonly kind: "sequential" | "diverging";
  /** The value without colour of diverging ones; 0 unless given. */
  readonly middle?: number;
  /** Ends of the scale; those of the data unless given, and as far to both sides of the middle. */
  readonly domain?: readonly [low: number, high: number];
  /** For ratios round a `middle` above 0; needs a `domain` above 0. */
  readonly logarithmic?: boolean;
}

/** Stops of a scale over the values of a field. */
export function cellColours(
  rows: readonly ChartRow[],
  field: string,
  { kind, middle = 0, domain, logarithmic = false }: CellColourOptions,
): CellColours {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const value = row[field];
    if (typeof value !== "number") continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least > most) [least, most] = [middle, middle];
  if (kind === "sequential") {
    const [low, end] = domain ?? [least, most];
    const high = end > low ? end : low + 1;
    const steps = sequentialColours.length - 1;
    return {
      stops: sequentialColours.map((_, step) => low + ((high - low) * step) / steps),
      colours: sequentialColours,
      logarithmic: false,
    };
  }
  const reach = Math.max(middle - least, most - middle) || 1;
  const [low, high] = domain ?? [middle - reach, middle + reach];
  if (logarithmic && !(low > 0 && middle > low))
    throw new Error(`logarithmic colours from ${low} by ${middle}: expected values above 0`);
  const half = (a: number, b: number) => (logarithmic ? Math.sqrt(a * b) : (a + b) / 2);
  return {
    stops: [low, half(low, middle), middle, half(middle, high), high],
    colours: divergingColours,
    logarithmic,
  };
}

/** The colour channel; its legend names both ends and the middle, so that zero is seen. */
export function cellColourChannel(
  value: ChartField,
  { stops, colours, logarithmic }: CellColours,
): ChartJson {
  const [low, high] = [stops[0] ?? 0, stops.at(-1) ?? 1];
  const middle = colours === divergingColours ? [stops[2] ?? 0] : [];
  return {
    field: value.field,
    type: "quantitative",
    title: value.title,
    legend: {
      values: [low, ...middle, high],
      orient: "top",
      gradientLength: 160,
      // where values beyond the ends have their colour, the ends say so
      labelExpr: logarithmic
        ? `datum.value <= ${low} ? "≤ " + datum.label : datum.value >= ${high} ? "≥ " + datum.label : datum.label`
        : 'datum.value === 0 ? "0" : datum.label',
      ...(value.format === undefined ? {} : { format: value.format }),
    },
    scale: {
      domain: [...stops],
      range: [...colours],
      interpolate: "rgb",
      ...(logarithmic ? { type: "log", base: 2, clamp: true } : {}),
    },
  };
}

/** The ink of a label on its cell: the one of the two with more contrast (WCAG 2, relative luminance). */
export function cellInk(field: string, colours: CellColours): ChartJson {
  const dark = darkRanges(colours);
  if (dark.length === 0) return { value: ink };
  const name = `datum[${JSON.stringify(field)}]`;
  const test = dark.map(([from, to]) => `(${name} >= ${from} && ${name} <= ${to})`).join(" || ");
  return { condition: { test, value: paper }, value: ink };
}

const parts = 64;

/** Farther out than any value; expressions of charts have no infinity. */
const beyond = Number.MAX_VALUE;

/** Where the paper's colour is read better than ink; the outermost ranges go on beyond the ends. */
function darkRanges({
  stops,
  colours,
  logarithmic,
}: CellColours): readonly (readonly [from: number, to: number])[] {
  const ranges: [number, number][] = [];
  let open = false;
  for (let segment = 0; segment < stops.length - 1; segment += 1) {
    for (let part = 0; part <= parts; part += 1) {
      const share = part / parts;
      const [from, to] = [stops[segment] ?? 0, stops[segment + 1] ?? 0];
      const value = logarithmic ? from ** (1 - share) * to ** share : from * (1 - share) + to * share;
      const luminance = mixedLuminance(colours[segment] ?? paper, colours[segment + 1] ?? paper, share);
      const isDark = 1.05 / (luminance + 0.05) > (luminance + 0.05) / (inkLuminance + 0.05);
      const last = ranges.at(-1);
      if (isDark && open && last !== undefined) last[1] = value;
      else if (isDark) ranges.push([value, value]);
      open = isDark;
    }
  }
  const [low, high] = [stops[0] ?? 0, stops.at(-1) ?? 0];
  return ranges.map(([from, to]) => [from <= low ? -beyond : from, to >= high ? beyond : to]);
}

function mixedLuminance(one: string, other: string, share: number): number {
  const [a, b] = [channels(one), channels(other)];
  const linear = a.map((value, place) => {
    const mixed = (value * (1 - share) + (b[place] ?? 0) * share) / 255;
    return mixed <= 0.04045 ? mixed / 12.92 : ((mixed + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}

const inkLuminance = mixedLuminance(ink, ink, 0);

function channels(colour: string): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
