import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { runCommandLine } from "./program.ts";

export interface CommandResult {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process and keeps what it would have printed. */
export async function refract(...args: readonly string[]): Promise<CommandResult> {
  const out: string[] = [];
  const err: string[] = [];
  const keep = (kept: string[]) => (chunk: string | Uint8Array) => {
    kept.push(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(keep(out)),
    vi.spyOn(process.stderr, "write").mockImplementation(keep(err)),
  ];
  try {
    const exitCode = await runCommandLine(args);
    return { exitCode, out: out.join(""), err: err.join("") };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** An empty folder in which commands run; the one before and the environment come back when it is disposed of. */
export async function workingFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const before = process.cwd();
  const path = await realpath(await mkdtemp(join(tmpdir(), "refract-cli-")));
  process.chdir(path);
  for (const name of Object.keys(process.env).filter((key) => /_API_KEY$|^REFRACT_|^HF_TOKEN$/.test(key)))
    vi.stubEnv(name, undefined);
  // Nobody listens there: a developer's own Ollama is no part of a test.
  vi.stubEnv("OLLAMA_HOST", "127.0.0.1:9");
  return {
    path,
    async [Symbol.asyncDispose]() {
      process.chdir(before);
      vi.unstubAllEnvs();
      await rm(path, { recursive: true, force: true });
    },
  };
}

const mainFile = fileURLToPath(new URL("./main.ts", import.meta.url));

/** Starts the command as a process of its own. */
export function startRefract(
  args: readonly string[],
  nodeOptions: readonly string[] = [],
  account: { readonly uid?: number; readonly gid?: number } = {},
): ChildProcess {
  return spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", ...nodeOptions, mainFile, ...args],
    {
      stdio: ["ignore", "pipe", "pipe"],
      ...account,
    },
  );
}

/** All that a process prints until it ends. */
export async function finished(child: ChildProcess): Promise<CommandResult> {
  const printed = { out: "", err: "" };
  child.stdout?.on("data", (chunk: Buffer) => {
    printed.out += chunk.toString("utf8");
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    printed.err += chunk.toString("utf8");
  });
  await once(child, "close");
  return { exitCode: child.exitCode ?? -1, ...printed };
}

/** A study of one short conversation with two models, and nothing else. */
export function smallStudy(models: readonly string[] = ["demo:plain", "demo:blunt"], extra = ""): string {
  return `refract: 1
id: small
title: A small study
seed: small
models:
${models.map((model) => `  - ${model}\n`).join("")}${extra}stages:
  - id: talk
    type: conversation
    types: [{ id: unguided, title: Anything, count: 1 }]
    opening: { models: ${models.length} }
    turns: { minimum: 1, maximum: 2 }
    judge: { kind: scale, minimumLabel: Terrible, maximumLabel: Perfect }
  - id: end
    type: end
`;
}
