import { RefractError } from "@refract/core";
import { codings } from "@refract/instruments";
import { describeUnpriced } from "@refract/models";
import { createStudyActions, loadStaticPages, readBundle, startServer } from "@refract/server";
import { webAssets } from "@refract/web";
import type { Command } from "commander";
import pino from "pino";
import { createTerminal, wantsJson } from "../terminal.ts";
import { defaultDataFolder, openWorkspace } from "../workspace.ts";

interface ServeOptions {
  readonly port: string;
  readonly host: string;
  readonly data: string;
  readonly databaseUrl?: string;
  readonly publicUrl?: string;
}

export function addServeCommand(program: Command): void {
  program
    .command("serve")
    .description("serve studies to participants, with a start page for the researcher")
    .argument("[studies...]", "study files or folders; those served before from the same data folder stay")
    .option("--port <number>", "port to listen on; 0 takes a free one", "8787")
    .option("--host <address>", "address to listen on; only this machine unless told", "127.0.0.1")
    .option("--data <folder>", "where everything is kept", defaultDataFolder)
    .option("--database-url <url>", "PostgreSQL instead of SQLite (or REFRACT_DATABASE_URL)")
    .option("--public-url <url>", "the address people use when a reverse proxy stands before the server")
    .addHelpText(
      "after",
      "\nExamples:\n  refract serve my-study\n  refract serve my-study --public-url https://study.example.org",
    )
    .action(async (paths: string[], options: ServeOptions, command: Command) => {
      const terminal = createTerminal(wantsJson(command));
      const port = portFrom(options.port);
      const publicUrl = publicUrlFrom(options.publicUrl);
      // Everything is read and checked before anything is opened, so that a bad study changes nothing.
      const bundles = await Promise.all(paths.map(readBundle));
      const workspace = await openWorkspace(options);
      const pages = await loadStaticPages((await webAssets()).folder);
      await workspace.store.settleAbandoned(15 * 60_000);
      const server = await startServer({
        store: workspace.store,
        models: workspace.models,
        secrets: workspace.secrets,
        pages,
        dataFolder: workspace.dataFolder,
        logger: pino({ level: process.env.REFRACT_LOG_LEVEL ?? "warn" }, pino.destination(2)),
        studies: bundles,
        host: options.host,
        port,
        publicUrl,
        actions: (running) => createStudyActions(running, codings, process.env),
      });
      for (const { opened } of await server.shelf.list()) {
        const { study } = opened;
        const unpriced =
          study.budget === undefined
            ? null
            : describeUnpriced(workspace.pool(study.models), workspace.prices);
        if (unpriced !== null) throw new RefractError("invalid-input", `${study.id}: ${unpriced}`);
        for (const model of study.models) {
          await workspace.models.open(model).catch((error: unknown) => {
            terminal.say(
              `warning: ${study.id}: ${model.id}: ${error instanceof Error ? error.message : String(error)}`,
            );
          });
        }
      }
      const shelved = await server.shelf.list();
      const links = shelved.map(({ opened }) => ({
        id: opened.study.id,
        link: `${publicUrl ?? server.baseUrl}/s/${opened.study.id}`,
      }));
      terminal.result(
        { startPage: server.entryUrl, studies: links, dataFolder: workspace.dataFolder },
        [
          "",
          `  start page   ${server.entryUrl}`,
          ...links.map(({ id, link }) => `  participants ${link}  (${id})`),
          `  data         ${workspace.dataFolder}`,
          "",
          "  the start page's link works once; stop with Ctrl+C",
        ].join("\n"),
      );
      await stopSignal();
      terminal.say("\nstopping");
      await server[Symbol.asyncDispose]();
      await workspace[Symbol.asyncDispose]();
    });
}

/** Resolves at the first signal to stop; a second one ends the program at once, which loses nothing either. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve();
      });
    }
  });
}

function portFrom(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RefractError(
      "invalid-input",
      `--port: invalid value "${text}", expected a whole number from 0 to 65535`,
    );
  return port;
}

function publicUrlFrom(text: string | undefined): string | null {
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:") || url.pathname !== "/") {
    throw new RefractError(
      "invalid-input",
      `--public-url: invalid value "${text}", expected an address such as https://study.example.org`,
    );
  }
  return url.origin;
}
