import { keepMemoryFlat } from "@refract/ask";
import { runWorker, type WorkerEvent } from "@refract/ask/workers";
import { buildCommit } from "../build-commit.ts";
import { cacheFile } from "../cache-file.ts";
import { exitCodes } from "../exit-codes.ts";
import { databaseUrlOf } from "../options.ts";
import { onStopSignal } from "../stop-signals.ts";
import type { Terminal } from "../terminal.ts";

export interface WorkerCommandOptions {
  readonly databaseUrl?: string;
  readonly from?: readonly string[];
  readonly cache: boolean | string;
  readonly data: string;
}

/** Works until it is told to stop. */
export async function work(options: WorkerCommandOptions, terminal: Terminal): Promise<number> {
  keepMemoryFlat();
  const databaseUrl = databaseUrlOf(options.databaseUrl, process.env);
  const { instruments } = await import("@refract/instruments");
  const leaving = new AbortController();
  const leave = () => leaving.abort(new Error("told to stop"));
  onStopSignal(leave);
  // Started by refract ask: it is gone.
  process.once("disconnect", leave);
  const worked = new Set<string>();
  const refused: { readonly run: string; readonly message: string }[] = [];
  await runWorker({
    commit: buildCommit(),
    databaseUrl,
    instruments,
    env: process.env,
    from: options.from ?? [],
    cacheFile: cacheFile(options),
    leaving: leaving.signal,
    onEvent: (event) => {
      if (event.kind === "begun") worked.add(event.run);
      if (event.kind === "refused") {
        worked.delete(event.run);
        refused.push({ run: event.run, message: event.message });
      }
      if (event.kind === "refused" || event.kind === "problem") terminal.notice(lineOf(event));
      else terminal.say(lineOf(event));
    },
  });
  // Listened to, the channel to refract ask would keep this process alive.
  process.off("disconnect", leave);
  terminal.result(
    { worked: [...worked], refused },
    `stopped; worked on ${worked.size} ${worked.size === 1 ? "run" : "runs"}`,
  );
  return exitCodes.ok;
}

function lineOf(event: WorkerEvent): string {
  switch (event.kind) {
    case "ready":
      return `worker ${event.worker}, refract ${event.version}, waits for runs; stop it with Ctrl-C or SIGTERM`;
    case "begun":
      return `run ${event.run}: begun`;
    case "left":
      return `run ${event.run}: left`;
    case "refused":
      return `run ${event.run}: refused: ${event.message}`;
    case "problem":
      return `problem: ${event.message}`;
  }
}
