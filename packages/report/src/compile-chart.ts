import type { LoggerInterface, Spec } from "vega";
import type { Chart, ChartJson } from "./blocks.ts";

/** Compiled specifications without rows, as JSON, by what they were compiled from; the latest stands last. */
const compiledBefore = new Map<string, string>();
const mostKept = 32;

/**
 * A Vega-Lite chart as Vega. What the compiler makes of a chart hangs on all of it but the rows, so that charts that differ in nothing
 * else, as those of many panels or groups do, are compiled once.
 */
export async function compileChart(spec: Chart["spec"], logger: LoggerInterface): Promise<Spec> {
  const rows = rowsOf(spec);
  if (rows === null) return await compiled(spec, logger);
  const outline = { ...spec, data: { values: [] } };
  const key = JSON.stringify(outline);
  const text = compiledBefore.get(key) ?? JSON.stringify(await compiled(outline, logger));
  compiledBefore.delete(key);
  compiledBefore.set(key, text);
  for (const oldest of compiledBefore.keys()) {
    if (compiledBefore.size <= mostKept) break;
    compiledBefore.delete(oldest);
  }
  const own: Spec = JSON.parse(text);
  const sources = own.data ?? [];
  const place = sources.findIndex((one) => "values" in one && isList(one.values) && one.values.length === 0);
  const source = sources[place];
  if (source === undefined) throw new Error("compiled: the rows have no place");
  return { ...own, data: sources.with(place, { ...source, values: [...rows] }) };
}

/** The rows of a chart that has its own and nothing else beside them; null for any other. */
function rowsOf({ data }: Chart["spec"]): readonly ChartJson[] | null {
  if (data === null || typeof data !== "object" || !("values" in data)) return null;
  return Object.keys(data).length === 1 && isList(data.values) ? data.values : null;
}

function isList(value: unknown): value is readonly ChartJson[] {
  return Array.isArray(value);
}

async function compiled(own: Chart["spec"], logger: LoggerInterface): Promise<Spec> {
  const { compile } = await import("vega-lite");
  // Vega-Lite writes into what it is given, and its type knows no JSON of somebody else's making.
  const spec: Parameters<typeof compile>[0] = JSON.parse(JSON.stringify(own));
  return compile(spec, { logger }).spec;
}
