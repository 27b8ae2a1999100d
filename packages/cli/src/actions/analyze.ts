import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import {
  type Analysis,
  type AnalysisOutcome,
  type AnalysisProgress,
  analyses,
  createModelTopicNamer,
  type DefaultGroups,
  defaultGroups,
  describeFiles,
  describeSource,
  mainFindings,
  modes,
  openAnalysisData,
  parseGroups,
  runAnalyses,
  unweightedAsPublished,
} from "@refract/analyze";
import type { AnalysisThread } from "@refract/analyze/threads";
import { decodeText, messageOf, RefractError } from "@refract/core";
import type { LocalEmbedder } from "@refract/models";
import {
  checkReportFolder,
  notice,
  openReportWriter,
  prepareDrawing,
  type ReportCover,
  type WrittenReport,
} from "@refract/report";
import packageJson from "../../package.json" with { type: "json" };
import { defaultDataFolder } from "../data-folder.ts";
import { exitCodes } from "../exit-codes.ts";
import { dollars, numberFromZero, oneOf } from "../options.ts";
import { createPace, type ProgressBar, type Terminal, table } from "../terminal.ts";

export interface AnalyzeOptions {
  readonly out: string;
  readonly only?: string;
  readonly skip?: string;
  readonly mode: string;
  readonly groups?: string;
  readonly tieThreshold: string;
  readonly prior: string;
  readonly seed: string;
  readonly embeddings: string;
  readonly topicNames?: string;
  readonly capUsd: string;
}

export async function analyzeFolder(
  folder: string,
  options: AnalyzeOptions,
  threads: readonly AnalysisThread[],
  terminal: Terminal,
): Promise<number> {
  const mode = oneOf("--mode", options.mode, modes);
  const chosen = chosenAnalyses(options);
  const battleRule = {
    tieThreshold: numberFromZero("--tie-threshold", options.tieThreshold),
    prior: numberFromZero("--prior", options.prior),
  };
  const told = await readGroups(options.groups);
  // Before the work, not after it.
  await checkReportFolder(options.out);
  const bar = terminal.progress("analysing", "unequal");
  const notices: string[] = [];
  const progress = progressOf(chosen, bar);
  using embedder = await openEmbedder(options.embeddings, notices, progress.onEmbedding);
  // its model is loaded while the dataset is read
  if (chosen.some(({ embeds }) => embeds)) embedder?.prepare();
  const namer = await openNamer(options);
  const source = await describeSource(folder);
  const cover: ReportCover = {
    title: `Analysis of ${source.name}`,
    subtitle: "Made by Refract",
    facts: [],
    notices: source.notices,
  };
  const order = chosen.map(({ id }) => id);
  let outcomes: readonly AnalysisOutcome[];
  let written: WrittenReport;
  let groupsFact: string;
  try {
    bar.update(0, chosen.length, "reading");
    const [thread] = threads;
    await using data = await openAnalysisData(folder, {
      battleRule,
      meanwhile: prepareDrawing,
      ...(thread === undefined ? {} : { refuseDeepNesting: thread.refuseDeepNesting }),
    });
    const { groups, fact } = told ?? (await defaultGroups(data));
    groupsFact = fact;
    const unweighted = mode === "published" ? unweightedAsPublished(groups) : null;
    if (unweighted !== null) {
      terminal.notice(unweighted);
      notices.push(`${unweighted}.`);
    }
    const writer = await openReportWriter(options.out, { cover, sections: chosen });
    const [files, ended] = await Promise.all([
      describeFiles(data),
      runAnalyses(chosen, data, {
        groups,
        mode,
        seed: options.seed,
        embedder,
        ...namer,
        threads,
        onProgress: progress.onAnalysis,
        onOutcome: ({ section }) => writer.add(section),
      }),
    ]);
    outcomes = ended;
    written = await writer.finish(
      {
        ...cover,
        facts: [
          ["Dataset", source.name],
          ...files,
          ["Groups", groupsFact],
          ["Mode", mode],
          ["Battles", `scores within ${battleRule.tieThreshold} are a tie; prior ${battleRule.prior}`],
          ["Seed", options.seed],
          ["Embeddings", embedder?.name ?? "none"],
          ["Refract", packageJson.version],
        ],
        notices: [...source.notices, ...notices.map((text) => notice("note", text))],
        findings: mainFindings(outcomes.map(({ section }) => section)),
      },
      order,
    );
  } finally {
    bar.end();
  }
  const document = outcomes.map(({ analysis, status, problem, section }) => ({
    id: analysis.id,
    status,
    problem,
    summary: section.summary,
  }));
  terminal.result(
    { folder: written.folder, files: written.files, undrawn: written.undrawn, analyses: document },
    `${summaryTable(outcomes)}\n\n${written.undrawn.map((reason) => `not drawn: ${reason}\n`).join("")}written: ${options.out} (${written.files.length} files); open ${options.out}/index.html`,
  );
  const isGood = written.undrawn.length === 0 && outcomes.every(({ status }) => status !== "failed");
  return isGood && outcomes.some(({ status }) => status === "done") ? exitCodes.ok : exitCodes.failed;
}

/** What names topics, when a model is asked to. */
async function openNamer({
  topicNames,
  capUsd,
}: AnalyzeOptions): Promise<{ readonly topicNamer?: ReturnType<typeof createModelTopicNamer> }> {
  if (topicNames === undefined) return {};
  const cap = dollars("--cap-usd", capUsd);
  // most reports ask no model, and do without the time that it takes to load what talks to them
  const { createMemoryLedger, resolveModel } = await import("@refract/models");
  const { modelFolders, openModels, readNamedModels } = await import("../named-models.ts");
  const folders = modelFolders(defaultDataFolder);
  const service = await openModels(createMemoryLedger(), folders);
  const model = resolveModel(topicNames, await readNamedModels(folders));
  // a wrong name is told before the work, not after it
  await service.open(model);
  return {
    topicNamer: createModelTopicNamer({
      service,
      model,
      signal: AbortSignal.timeout(3_600_000),
      capUsd: cap,
    }),
  };
}

/** In the order of a report, whatever the order of the options. */
function chosenAnalyses({ only, skip }: AnalyzeOptions): readonly Analysis[] {
  const wanted = only === undefined ? null : idsOf("--only", only);
  const left = skip === undefined ? [] : idsOf("--skip", skip);
  const chosen = analyses.filter(({ id }) => (wanted?.includes(id) ?? true) && !left.includes(id));
  if (chosen.length === 0)
    throw new RefractError("invalid-input", "--skip: leaves no analysis, expected at least one");
  return chosen;
}

function idsOf(option: string, text: string): readonly string[] {
  const ids = analyses.map(({ id }) => id);
  return text
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "")
    .map((id) => oneOf(option, id, ids));
}

/** Null without a file: what is compared then hangs on the dataset. */
async function readGroups(file: string | undefined): Promise<DefaultGroups | null> {
  if (file === undefined) return null;
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new RefractError("invalid-input", `--groups: ${messageOf(cause)}`, { cause });
  });
  const text = decodeText(bytes, file);
  const digest = createHash("sha256").update(bytes).digest("hex");
  return { groups: parseGroups(text, file), fact: `${basename(file)}, SHA-256 ${digest}` };
}

async function openEmbedder(
  reference: string,
  notices: string[],
  onProgress: (done: number, total: number) => void,
): Promise<LocalEmbedder | null> {
  if (reference === "none") return null;
  const { createEmbedder } = await import("@refract/models");
  return createEmbedder(reference, {
    env: process.env,
    onNotice: (message) => notices.push(message),
    onProgress,
  });
}

/** One line for two tellers: the analyses that run, and the texts that have their vector. */
function progressOf(chosen: readonly Analysis[], bar: ProgressBar) {
  let through = 0;
  // Two analyses may wait for vectors at once: each has its own number of texts.
  const paces = new Map<number, ReturnType<typeof createPace>>();
  return {
    onAnalysis: ({ finished, analysis, message, running }: AnalysisProgress) => {
      through = finished;
      const others = running.filter((one) => one !== analysis).map(({ id }) => id);
      const beside = others.length === 0 ? "" : ` (beside it: ${others.join(", ")})`;
      bar.update(through, chosen.length, `${analysis.id}: ${message}${beside}`);
    },
    onEmbedding: (done: number, total: number) => {
      const pace = paces.get(total) ?? createPace();
      if (done < total) paces.set(total, pace);
      else paces.delete(total);
      const of = `${done.toLocaleString("en")} of ${total.toLocaleString("en")}`;
      bar.update(through, chosen.length, `embedding ${of} texts (${pace(done, total)})`);
    },
  };
}

const findingCharacters = 100;

function summaryTable(outcomes: readonly AnalysisOutcome[]): string {
  return table(
    ["analysis", "status", "finding"],
    outcomes.map(({ analysis, status, problem, section }) => [
      analysis.id,
      status,
      oneLine(problem ?? section.summary),
    ]),
  );
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > findingCharacters ? `${line.slice(0, findingCharacters - 1)}…` : line;
}
