import type { LoggerInterface } from "vega";
import type { Chart } from "./blocks.ts";
import { compileChart } from "./compile-chart.ts";
import { escapeHtml } from "./escape.ts";
import { textWidth } from "./text-width.ts";

/**
 * A chart as SVG text, drawn without a browser. The same chart gives the same bytes: text is measured by an estimate, ids inside
 * are numbered from 1 under the chart's own, and nothing is fetched, whatever a specification names. Marks say their values and cut
 * labels their whole text when a pointer rests on them.
 *
 * Mistakes the compilers only warn of are thrown: a chart with one is a programming error.
 */
export async function renderChart(chart: Chart): Promise<string> {
  const { loader, parse, textMetrics, View } = await import("vega");
  // Vega asks this place of its own for widths; its estimate without a canvas is half too wide and would cut labels early.
  textMetrics.width = ({ text: whole = "", fontSize = 11, limit = 0 }, text = whole) => {
    const width = textWidth(String(text), fontSize);
    return limit > 0 ? Math.min(width, limit) : width;
  };
  const mistakes: string[] = [];
  const logger = collectingLogger(mistakes);
  const own = withMarkedNames(chart.spec);
  const spec = chart.language === "vega" ? own : await compileChart(own, logger);
  const offline = loader();
  offline.load = (uri: string) => Promise.reject(new Error(`no data is fetched, found "${uri}"`));
  const view = new View(parse(spec), { renderer: "none", loader: offline, logger });
  try {
    const svg = (await view.toSVG()).replaceAll(nameMark, "");
    const [first] = mistakes;
    if (first !== undefined) throw new Error(`chart "${chart.id}": ${first}`);
    return named(ownIds(svg, chart.id), chart);
  } finally {
    view.finalize();
  }
}

/** Loads what charts are drawn with, ahead of the first; that one says so if it cannot be loaded. */
export function prepareDrawing(): void {
  for (const library of [import("vega"), import("vega-lite")]) library.catch(() => undefined);
}

/** Seen by nobody, and in no name of ours: a word joiner behind a shift. */
const nameMark = "\u{e0001}\u{2060}";

/** What every object has already; as JSON these texts stand as they are, between quotes. */
const inEveryObject = new RegExp(`"(?:${Object.getOwnPropertyNames(Object.prototype).join("|")})"`);

/**
 * The specification with a mark behind texts such as `constructor` and `__proto__`: Vega keeps groups in plain objects, where every
 * object has these already, and a model or an answer may be called anything. Few charts have any.
 */
function withMarkedNames<Spec>(spec: Spec): Spec {
  const text = JSON.stringify(spec);
  if (!inEveryObject.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === "string" && value in Object.prototype ? `${value}${nameMark}` : value,
  );
}

function collectingLogger(mistakes: string[]): LoggerInterface {
  let level = 0;
  function collect(...messages: readonly unknown[]): LoggerInterface {
    mistakes.push(messages.map(String).join(" "));
    return logger;
  }
  function setLevel(value: number): LoggerInterface;
  function setLevel(): number;
  function setLevel(value?: number): LoggerInterface | number {
    if (value === undefined) return level;
    level = value;
    return logger;
  }
  const logger: LoggerInterface = {
    level: setLevel,
    error: collect,
    warn: collect,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

/** Vega counts ids on and on in a process; several charts stand in one page. */
function ownIds(svg: string, id: string): string {
  const names = new Map<string, string>();
  return svg.replaceAll(
    /(id="|url\(#)((?:gradient_|clip|pattern_)\d+)/g,
    (_, before: string, name: string) => {
      const own = names.get(name) ?? `${id}-${names.size + 1}`;
      names.set(name, own);
      return `${before}${own}`;
    },
  );
}

/** More marks than this go without their values: the table has them, and the page stays small. */
const mostTitles = 1_200;

/**
 * One picture with one text for those who do not see it: Vega's roles on its marks have no names, and a reader would hear each. What
 * they say goes into titles instead, which browsers show beside the pointer.
 */
function named(svg: string, chart: Chart): string {
  const { title, caption } = chart;
  const label = escapeHtml(`${title}. ${caption}`);
  const whole = wholeLabels(chart);
  const withTitles = svg.split(/ role="graphics-symbol"/).length <= mostTitles;
  return svg
    .replaceAll(
      /<(path|rect|text)((?:\s+[\w:-]+="[^"]*")+)\s*(?:\/>|>([^<]*)<\/\1>)/g,
      (element, name: string, attributes: string, content: string | undefined) => {
        const own = withTitles ? / aria-label="([^"]+)"/.exec(attributes)?.[1] : undefined;
        const text = own ?? (content?.endsWith("…") ? whole(content.slice(0, -1)) : undefined);
        return text === undefined
          ? element
          : `<${name}${attributes}><title>${text}</title>${content ?? ""}</${name}>`;
      },
    )
    .replaceAll(/<[a-zA-Z]+(?:\s+[\w:-]+="[^"]*")+/g, (tag) =>
      tag.replaceAll(/(\s+[\w:-]+)="[^"]*"/g, (attribute, name: string) =>
        /^\s+(role|pointer-events|aria-[a-z]+)$/.test(name) ? "" : attribute,
      ),
    )
    .replace("<svg ", () => `<svg role="img" aria-label="${label}" `);
}

/** The whole text of a label that was cut, escaped; undefined when the rows have none that begins so. */
function wholeLabels({ data }: Chart): (start: string) => string | undefined {
  let texts: readonly string[] | null = null;
  return (start) => {
    texts ??= [
      ...new Set(data.flatMap((row) => Object.values(row)).filter((value) => typeof value === "string")),
    ];
    const plain = start.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    const found = texts.filter((text) => text.startsWith(plain));
    return found.length === 0 ? undefined : escapeHtml(found.join(" / "));
  };
}
