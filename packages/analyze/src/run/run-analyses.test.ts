import { join } from "node:path";
import { RefractError } from "@refract/core";
import { madeFolder, writeMadeRelease } from "@refract/testing/made-release";
import { expect, test } from "vitest";
import * as z from "zod";
import { type AnalysisContext, defineAnalysis, type Finding } from "../analysis/analysis.ts";
import { openAnalysisData } from "../data/analysis-data.ts";
import { prismGroups } from "../groups/groups.ts";
import { analyses } from "../registry.ts";
import type { TextEmbedder } from "../text-embedder.ts";
import { takeFirst } from "./analysis-claims.ts";
import { type AnalysisThread, startAnalysisThread } from "./analysis-threads.ts";
import { runAnalyses } from "./run-analyses.ts";
import type { AnalysisProgress } from "./run-record.ts";

const finding: Finding = {
  summary: "found",
  provenance: { population: "all", weights: "none", n: "1", method: "none", seed: null },
  blocks: [],
};

function analysis(id: string, run: (context: AnalysisContext) => Promise<Finding>, embeds = false) {
  return defineAnalysis({
    id,
    title: id,
    description: "made for a test.",
    source: "none",
    citation: "none",
    needs: {},
    embeds,
    publishedQuirks: null,
    run,
  });
}

const embedder: TextEmbedder = {
  name: "none",
  languages: null,
  embed: () => Promise.reject(new Error("not asked")),
};
const options = { groups: prismGroups, mode: "corrected", seed: "42", embedder } as const;
const oneSurvey = () => madeFolder({ "survey.jsonl": [{ user_id: "user0" }] });

test("two analyses run side by side, each with temporary tables of its own, and come in their order", async () => {
  await using folder = await oneSurvey();
  await using data = await openAnalysisData(folder.path);
  const second = Promise.withResolvers<void>();
  const number = async (context: AnalysisContext) => {
    const rows = await context.data.rows("SELECT own FROM mine", z.object({ own: z.number() }));
    return { ...finding, summary: String(rows[0]?.own) };
  };
  const outcomes = await runAnalyses(
    [
      analysis("first", async (context) => {
        await context.data.run("CREATE OR REPLACE TEMP TABLE mine AS SELECT 1 AS own");
        await second.promise;
        return number(context);
      }),
      analysis("second", async (context) => {
        await context.data.run("CREATE OR REPLACE TEMP TABLE mine AS SELECT 2 AS own");
        second.resolve();
        return number(context);
      }),
      analysis("third", () => Promise.reject(new RefractError("invalid-input", "not here"))),
      analysis("fourth", () => Promise.reject(new TypeError("a fault"))),
    ],
    data,
    options,
  );
  expect(outcomes.map(({ analysis: { id }, status, section }) => [id, status, section.summary])).toEqual([
    ["first", "done", "1"],
    ["second", "done", "2"],
    ["third", "impossible", "This could not be computed."],
    ["fourth", "failed", "This failed."],
  ]);
});

test("published, an analysis that embeds says that the paper's embeddings are others, unless they are not", async () => {
  await using folder = await oneSurvey();
  await using data = await openAnalysisData(folder.path);
  const told = async (name: string, mode: "published" | "corrected", embeds = true) => {
    const [outcome] = await runAnalyses([analysis("texts", () => Promise.resolve(finding), embeds)], data, {
      ...options,
      mode,
      embedder: { ...embedder, name },
    });
    return outcome?.section.blocks.map((block) => (block.kind === "notice" ? block.text : "")).join("\n");
  };
  expect(await told("small-english", "published")).toContain(
    "The paper embedded texts with all-mpnet-base-v2, and this report with small-english",
  );
  expect(await told("small-english", "corrected")).toBe("");
  expect(await told("small-english", "published", false)).toBe("");
  expect(await told("transformers:Xenova/all-mpnet-base-v2", "published")).toBe("");
});

test("two run side by side, also of those that embed; each begins with a word of progress", async () => {
  await using folder = await oneSurvey();
  await using data = await openAnalysisData(folder.path);
  const meeting = Promise.withResolvers<void>();
  let embedding = 0;
  const embeds = async (context: AnalysisContext) => {
    embedding += 1;
    if (embedding === 2) meeting.resolve();
    await meeting.promise;
    context.onProgress("embedding");
    return finding;
  };
  const told: AnalysisProgress[] = [];
  await runAnalyses(
    [
      analysis("one", embeds, true),
      analysis("two", embeds, true),
      analysis("plain", () => Promise.resolve(finding)),
      analysis("three", embeds, true),
    ],
    data,
    { ...options, onProgress: (progress) => told.push(progress) },
  );
  expect(embedding).toBe(3);
  const said = told.map(({ finished, analysis: { id }, message }) => `${finished} ${id}: ${message}`);
  expect(said.slice(0, 2)).toEqual(["0 one: begun", "0 two: begun"]);
  for (const id of ["one", "two", "three"])
    expect(said.filter((words) => words.endsWith(` ${id}: embedding`))).toHaveLength(1);
});

test("with an embedder, what has most texts to embed begins first, and outcomes keep their order", async () => {
  await using folder = await oneSurvey();
  await using data = await openAnalysisData(folder.path);
  const embedder = { name: "none", languages: null, embed: () => Promise.resolve([]) };
  const begun: string[] = [];
  const outcomes = await runAnalyses(
    ["summary", "topics", "neighbourhoods", "field-sites"].map((id) =>
      analysis(id, () => Promise.resolve(finding), id !== "summary"),
    ),
    data,
    {
      ...options,
      embedder,
      onProgress: ({ analysis: { id }, message }) => {
        if (message === "begun") begun.push(id);
      },
    },
  );
  expect(begun.filter((id) => id !== "summary")).toEqual(["field-sites", "topics", "neighbourhoods"]);
  expect(begun.at(-1)).toBe("neighbourhoods");
  expect(outcomes.map(({ analysis: { id } }) => id)).toEqual([
    "summary",
    "topics",
    "neighbourhoods",
    "field-sites",
  ]);
});

test("a teller that fails is told when both lanes are through, and nothing new is begun", async () => {
  await using folder = await oneSurvey();
  await using data = await openAnalysisData(folder.path);
  const through: string[] = [];
  const slow = (id: string) =>
    analysis(id, async (context) => {
      await context.data.run("SELECT sum(a.range * b.range) FROM range(2000) a, range(2000) b");
      through.push(id);
      return finding;
    });
  const onProgress = ({ analysis: { id } }: AnalysisProgress) => {
    if (id === "second") throw new Error("no progress bar");
  };
  const run = runAnalyses([slow("first"), slow("second"), slow("third")], data, {
    ...{ ...options, embedder: null, onProgress },
  });
  await expect(run).rejects.toThrow("no progress bar");
  expect(through).toEqual(["first"]);
});

test("what threads find is what one thread finds, and each outcome is told once, when it is there", async () => {
  await using folder = await madeFolder({});
  await writeMadeRelease(folder.path, { seed: "threads", participants: 30 });
  await using data = await openAnalysisData(folder.path);
  const chosen = analyses.filter(({ id }) => ["summary", "attributes", "ranks", "topics"].includes(id));
  const told: string[] = [];
  const running: number[] = [];
  const run = async (count: number) => {
    await using stack = new AsyncDisposableStack();
    const threads = Array.from({ length: count }, () => stack.use(startAnalysisThread()));
    return await runAnalyses(chosen, data, {
      ...{ ...options, embedder: null, threads },
      onProgress: (progress) => running.push(progress.running.length),
      onOutcome: ({ analysis: { id } }) => {
        told.push(id);
        return Promise.resolve();
      },
    });
  };
  const alone = await run(0);
  expect(alone.map(({ status }) => status)).toEqual(["done", "done", "done", "impossible"]);
  expect(await run(2)).toEqual(alone);
  expect(told.slice(4).toSorted()).toEqual(told.slice(0, 4).toSorted());
  expect(Math.min(...running)).toBe(1);
}, 180_000);

test("a thread that dies fails what it had begun, and the others go on", async () => {
  await using folder = await madeFolder({});
  await writeMadeRelease(folder.path, { seed: "threads", participants: 30 });
  await using data = await openAnalysisData(folder.path);
  const chosen = analyses.filter(({ id }) => ["summary", "free-text", "ranks"].includes(id));
  const dying: AnalysisThread = {
    refuseDeepNesting: () => Promise.resolve(),
    run: ({ claims, taker }, onMessage) => {
      const id = takeFirst(claims, taker);
      if (id !== null) onMessage({ kind: "begun", id });
      return Promise.resolve(new Error("out of memory"));
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const outcomes = await runAnalyses(chosen, data, { ...options, embedder: null, threads: [dying] });
  expect(outcomes.map(({ analysis: { id }, status, problem }) => [id, status, problem])).toEqual([
    ["summary", "done", null],
    ["free-text", "failed", "the program failed: out of memory"],
    ["ranks", "done", null],
  ]);
}, 180_000);

test("a teller that fails on a thread's outcome is told when the thread has ended, and nothing more is begun", async () => {
  await using folder = await madeFolder({});
  await writeMadeRelease(folder.path, { seed: "threads", participants: 30 });
  await using data = await openAnalysisData(folder.path);
  await using thread = startAnalysisThread();
  const chosen = analyses.filter(({ id }) => ["summary", "ranks"].includes(id));
  const run = runAnalyses(chosen, data, {
    ...{ ...options, embedder: null, threads: [thread] },
    onOutcome: () => Promise.reject(new Error("disk full")),
  });
  await expect(run).rejects.toThrow("disk full");
}, 180_000);

test("a thread that is given no work ends when it is disposed of", async () => {
  const thread = startAnalysisThread();
  await thread[Symbol.asyncDispose]();
  await thread[Symbol.asyncDispose]();
});

test("a thread looks through files for records nested too deep, and goes on after one", async () => {
  await using folder = await madeFolder({ "deep.jsonl": `${"[".repeat(101)}${"]".repeat(101)}\n` });
  await using survey = await oneSurvey();
  await using thread = startAnalysisThread();
  const deep = thread.refuseDeepNesting(join(folder.path, "deep.jsonl"));
  const plain = thread.refuseDeepNesting(join(survey.path, "survey.jsonl"));
  await expect(deep).rejects.toMatchObject({
    code: "invalid-input",
    message: "deep.jsonl line 1: nested more than 100 deep, expected a record",
  });
  await plain;
  await thread[Symbol.asyncDispose]();
  await expect(thread.refuseDeepNesting(join(survey.path, "survey.jsonl"))).rejects.toThrow("ended");
});

test("however many wait for vectors, what needs none goes on", async () => {
  await using folder = await oneSurvey();
  await using data = await openAnalysisData(folder.path);
  const computed = Promise.withResolvers<void>();
  const waits = async () => {
    await computed.promise;
    return finding;
  };
  const outcomes = await runAnalyses(
    [
      ...["one", "two", "three", "four"].map((id) => analysis(id, waits, true)),
      analysis("plain", () => {
        computed.resolve();
        return Promise.resolve(finding);
      }),
    ],
    data,
    options,
  );
  expect(outcomes.map(({ status }) => status)).toEqual(["done", "done", "done", "done", "done"]);
});
