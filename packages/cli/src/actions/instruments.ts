import { type Instrument, RefractError } from "@refract/core";
import { exitCodes } from "../exit-codes.ts";
import { type Terminal, table } from "../terminal.ts";

/** The instrument of an id. Throws RefractError that lists the ids there are. */
export async function instrumentNamed(id: string): Promise<Instrument> {
  const { instruments } = await import("@refract/instruments");
  const found = instruments.find((instrument) => instrument.id === id);
  if (found !== undefined) return found;
  throw new RefractError(
    "invalid-input",
    `unknown instrument "${id}", expected one of ${instruments.map((instrument) => instrument.id).join(", ")}`,
  );
}

export async function listInstruments(terminal: Terminal): Promise<number> {
  const { instruments } = await import("@refract/instruments");
  const described = instruments.map((instrument) => ({
    id: instrument.id,
    version: instrument.version,
    title: instrument.title,
    description: instrument.description,
    paper: instrument.paper,
    licence: instrument.licence,
    contentWarning: instrument.contentWarning,
    modes: instrument.modes,
    variants: instrument.variants.map(({ id, title }) => ({ id, title })),
    metrics: instrument.metrics.map(({ id, title }) => ({ id, title })),
    sources: instrument.sources,
  }));
  terminal.result(
    described,
    table(
      ["instrument", "title", "modes", "variants"],
      described.map(({ id, title, modes, variants }) => [
        id,
        title,
        modes.join(", "),
        variants.map((variant) => variant.id).join(", "),
      ]),
    ),
  );
  return exitCodes.ok;
}
