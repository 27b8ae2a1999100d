import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunOutcome } from "@refract/ask";
import { type ShareOptions, shareRun } from "@refract/ask/workers";
import { messageOf } from "@refract/core";
import { buildCommit } from "../build-commit.ts";
import { databaseUrlOf, wholeNumber } from "../options.ts";
import type { AskCommandOptions } from "./ask.ts";

const mainFile = fileURLToPath(new URL("../main.ts", import.meta.url));
/** A worker that is asked to leave ends its calls first. */
const leaveWithinMs = 30_000;

/** Has workers ask a run: those that are there, and so many that are started here for as long as it takes. */
export async function askByWorkers(
  run: Omit<ShareOptions, "databaseUrl" | "commit" | "cache" | "onProgress" | "onNotice">,
  options: AskCommandOptions,
  told: {
    readonly onProgress: (
      progress: Parameters<ShareOptions["onProgress"]>[0],
      more: readonly string[],
    ) => void;
    readonly onNotice: (notice: string) => void;
  },
): Promise<RunOutcome> {
  const databaseUrl = databaseUrlOf(options.databaseUrl, process.env);
  const workers =
    options.workers === undefined
      ? 1
      : options.workers === "0"
        ? 0
        : wholeNumber("--workers", options.workers);
  const started = Array.from({ length: workers }, () => startWorker(databaseUrl, options, told.onNotice));
  try {
    return await shareRun({
      ...run,
      commit: buildCommit(),
      databaseUrl,
      cache: options.cache !== false,
      onProgress: (progress) => told.onProgress(progress, [`${progress.workers} workers`]),
      onNotice: told.onNotice,
    });
  } finally {
    await Promise.all(started.map(({ stop }) => stop()));
  }
}

/** It gets the address in its environment, which other people on the machine can't read, and leaves when this process is gone. */
function startWorker(
  databaseUrl: string,
  { data, cache, from }: AskCommandOptions,
  onNotice: (notice: string) => void,
): { readonly stop: () => Promise<void> } {
  const cacheArguments = typeof cache === "string" ? ["--cache", resolve(cache)] : [];
  const commandArguments = ["worker", "--data", resolve(data), "--from", resolve(from), ...cacheArguments];
  const child = spawn(process.execPath, [...process.execArgv, mainFile, ...commandArguments], {
    env: { ...process.env, REFRACT_DATABASE_URL: databaseUrl },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let stopping = false;
  const ended = once(child, "exit").then(
    ([code, signal]) => {
      if (!stopping) onNotice(`a worker on this machine ended (${signal ?? `code ${code}`})`);
    },
    (thrown: unknown) => onNotice(`a worker could not be started: ${messageOf(thrown)}`),
  );
  return {
    stop: async () => {
      stopping = true;
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), leaveWithinMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
