import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { openRecordFolder } from "@refract/ask";
import { type Derivation, type Derived, type Instrument, optionValue, RefractError } from "@refract/core";
import { createEmbedder } from "@refract/models";
import { exitCodes } from "../exit-codes.ts";
import { type Terminal, table } from "../terminal.ts";
import { instrumentNamed } from "./instruments.ts";

export interface DeriveOptions {
  readonly from: string;
  readonly out: string;
  readonly set?: readonly string[];
}

/** Runs one step of an instrument's collection, and writes what comes of it into a folder that has nothing of these names yet. */
export async function deriveRecords(
  id: string,
  step: string,
  options: DeriveOptions,
  terminal: Terminal,
): Promise<number> {
  const derivation = stepNamed(await instrumentNamed(id), step);
  const files = await openRecordFolder(options.from);
  using embedder = createEmbedder("default", { env: process.env, onNotice: terminal.notice });
  const derived = await derivation.derive(files, settingsOf(options.set ?? []), {
    embedder: embedder.name,
    embed: (texts) => embedder.embed(texts),
  });
  const out = resolve(options.out);
  for (const [name, text] of Object.entries(derived.files)) {
    const path = join(out, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: "wx" }).catch((cause: unknown) => {
      throw new RefractError(
        "invalid-input",
        `--out: ${path} can't be written, expected a place without it`,
        {
          cause,
        },
      );
    });
  }
  terminal.result({ folder: out, ...derived }, told(derived, out));
  return exitCodes.ok;
}

function stepNamed({ id, derivations = [] }: Instrument, step: string): Derivation {
  const found = derivations.find((one) => one.id === step);
  if (found !== undefined) return found;
  const known = derivations.map((one) => `\n  ${one.id}: ${one.title} (reads ${one.reads})`).join("");
  throw new RefractError(
    "invalid-input",
    `unknown step "${step}" of ${id}, ${known === "" ? "which has none" : `expected one of${known}`}`,
  );
}

function settingsOf(given: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    given.map((setting) => {
      const at = setting.indexOf("=");
      if (at < 1)
        throw new RefractError("invalid-input", `--set: invalid value "${setting}", expected name=value`);
      return [setting.slice(0, at), optionValue(setting.slice(at + 1))];
    }),
  );
}

const shownProblems = 20;

type Cell = Derived["tables"][number]["rows"][number][number];

function shown(cell: Cell, kind: string | undefined): string | number {
  if (typeof cell === "object") return cell.absent;
  return kind === "percent" && typeof cell === "number" ? `${(100 * cell).toFixed(1)} %` : cell;
}

function told({ files, tables, problems }: Derived, out: string): string {
  const lines = problems.slice(0, shownProblems).map(({ place, problem }) => `${place}: ${problem}`);
  const more = problems.length - lines.length;
  return [
    ...tables.map(
      ({ title, columns, rows }) =>
        `${title}\n${table(
          columns.map((column) => column.title),
          rows.map((row) => row.map((cell, place) => shown(cell, columns[place]?.kind))),
        )}`,
    ),
    ...(lines.length === 0 ? [] : [[...lines, ...(more > 0 ? [`and ${more} more`] : [])].join("\n")]),
    `wrote ${Object.keys(files)
      .map((name) => join(out, name))
      .join(", ")}`,
  ].join("\n\n");
}
