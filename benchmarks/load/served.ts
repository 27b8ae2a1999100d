// `refract serve` as shipped, in a process of its own, with one study on one account.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import BetterSqlite3 from "better-sqlite3";

export const charactersPerSecond = 180;

export interface Served extends AsyncDisposable {
  readonly baseUrl: string;
  readonly studyId: string;
  /** Processor time the server has used so far, seconds. */
  cpuSeconds(): number;
  /** The most memory it held so far, MB. */
  peakMb(): number;
  /** Attempts at models by outcome. */
  outcomes(): Readonly<Record<string, number>>;
}

function studyOf(modelServer: string): string {
  const models = Array.from({ length: 8 }, (_, index) => `${modelServer}/v1#model-${index}`);
  return `refract: 1
id: load
title: Load
models: [${models.map((model) => JSON.stringify(model)).join(", ")}]
parameters: { maxTokens: 200 }
stages:
  - { id: consent, type: consent, version: "1", statements: [{ id: consent, text: I agree }] }
  - id: talk
    type: conversation
    types: [{ id: any, title: Anything, count: 2 }]
    opening: { models: 4 }
    turns: { minimum: 2, maximum: 22 }
    continuation: { with: winner, samples: 2 }
    judge: { kind: scale, startAt: none, tie: random, minimumLabel: Terrible, maximumLabel: Perfect }
    charactersPerSecond: ${charactersPerSecond}
    feedback: { prompt: How was it? }
  - { id: end, type: end }
`;
}

export async function serve(modelServer: string, env: NodeJS.ProcessEnv = {}): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "refract-load-"));
  const study = join(folder, "study.yaml");
  const data = join(folder, "data");
  writeFileSync(study, studyOf(modelServer));
  const main = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));
  const child = spawn(process.execPath, [main, "serve", study, "--data", data, "--port", "0", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, OLLAMA_HOST: "127.0.0.1:9", ...env },
  });
  const [line] = await Promise.race([
    once(child.stdout, "data"),
    once(child, "exit").then(() => Promise.reject(new Error("the server did not start"))),
  ]);
  const { startPage } = JSON.parse(String(line));
  const pid = child.pid ?? 0;
  return {
    baseUrl: new URL(startPage).origin,
    studyId: "load",
    cpuSeconds: () => cpuSecondsOf(pid),
    peakMb: () => Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024,
    outcomes: () => outcomesIn(join(data, "refract.sqlite")),
    [Symbol.asyncDispose]: async () => {
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** utime and stime, fields 14 and 15 of /proc/PID/stat, in ticks. */
function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

function outcomesIn(file: string): Readonly<Record<string, number>> {
  const database = new BetterSqlite3(file, { readonly: true });
  try {
    const rows = database
      .prepare<[], { outcome: string; count: number }>(
        "select outcome, count(*) as count from calls group by outcome order by outcome",
      )
      .all();
    return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
  } finally {
    database.close();
  }
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
