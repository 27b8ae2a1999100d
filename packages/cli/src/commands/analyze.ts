import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import type { Command } from "commander";
import type { AnalyzeOptions } from "../actions/analyze.ts";
import type { Finish } from "../exit-codes.ts";
import { createTerminal, wantsJson } from "../terminal.ts";

export function addAnalyzeCommands(program: Command, finish: Finish): void {
  program
    .command("analyze")
    .description("analyse a dataset folder and write a report: one page, its tables and charts beside it")
    .argument(
      "<folder>",
      "an export of Refract, PRISM's public release, a folder of its form, or a file of an arena's comparisons",
    )
    .requiredOption("--out <folder>", "where the report goes: a new or empty folder, or an earlier report")
    .option("--only <ids>", "these analyses, separated by commas (refract analyses lists them)")
    .option("--skip <ids>", "all but these analyses")
    .option(
      "--mode <mode>",
      "corrected, or published to reproduce a paper's figures with its quirks",
      "corrected",
    )
    .option("--groups <file>", "groups.yaml: groups, populations and weights; PRISM's groups without it")
    .option("--tie-threshold <points>", "scores as far apart as this, or less, are a tie", "5")
    .option("--prior <wins>", "wins each way that rank centrality adds to every pair of models", "1")
    .option("--seed <text>", "the same seed gives the same figures", "1")
    .option("--embeddings <what>", "default (built in, English), none, or PROVIDER:MODEL", "default")
    .option("--topic-names <model>", "let this model name the topics; without it they go by their words")
    .option("--cap-usd <amount>", "most money for naming topics", "1")
    .addHelpText(
      "after",
      `
Examples:
  refract analyze prism --out report
  refract analyze prism --only ranks,census --mode published --out report
  refract analyze prism --groups groups.yaml --embeddings openai:text-embedding-3-small --out report
  refract analyze battles.csv --skip topics --out report
  refract analyze prism --topic-names openai:gpt-4o --out report

Finished chapters can be read in FOLDER.unfinished/index.html while the others are worked on, and stay there when
the command is stopped; an earlier report is replaced when all are done.
An analysis that the dataset does not allow says why in the report, and the others go on.
Exits with 1 when an analysis failed or none could be done.`,
    )
    .action(async (folder: string, options: AnalyzeOptions, command: Command) => {
      await using threads = await openThreads(options);
      const { analyzeFolder } = await import("../actions/analyze.ts");
      finish(await analyzeFolder(folder, options, threads.started, createTerminal(wantsJson(command))));
    });

  program
    .command("analyses")
    .description("list the analyses: what each finds, rests on and needs")
    .addHelpText("after", "\nExample:\n  refract analyses --json")
    .action(async (_options: unknown, command: Command) => {
      const { listAnalyses } = await import("../actions/analyses.ts");
      finish(listAnalyses(createTerminal(wantsJson(command))));
    });
}

/** Beside the main one; more would only add memory. */
const mostThreads = 3;

/** On so many cores both are computing, and V8's threads, which compile what runs often, would take turns with them: a thread compiles itself. */
const fewCores = 2;

/**
 * The threads of a run, begun before anything else is loaded: while this thread loads its modules, they load theirs. One analysis needs
 * none, and the built-in embedder has threads of its own on every core.
 */
async function openThreads({ embeddings, only }: AnalyzeOptions) {
  const isAlone = only !== undefined && !only.includes(",");
  const count = isAlone || embeddings === "default" ? 0 : Math.min(mostThreads, availableParallelism() - 1);
  // holds for what is started from here on
  if (count > 0 && availableParallelism() <= fewCores) setFlagsFromString("--no-concurrent-recompilation");
  const stack = new AsyncDisposableStack();
  const { startAnalysisThread } = await import("@refract/analyze/threads");
  const started = Array.from({ length: count }, () => stack.use(startAnalysisThread()));
  return { started, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
