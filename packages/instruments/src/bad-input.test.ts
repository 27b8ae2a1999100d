import type { Instrument, RecordFiles } from "@refract/core";
import { expect, test } from "vitest";
import { amammereFiles } from "./amammere/amammere.fixture.ts";
import { amammere } from "./amammere/amammere.ts";
import { blendFiles } from "./blend/blend.fixture.ts";
import { blend } from "./blend/blend.ts";
import { kaleidoscopeFiles } from "./cultural-kaleidoscope/cultural-kaleidoscope.fixture.ts";
import { culturalKaleidoscope } from "./cultural-kaleidoscope/cultural-kaleidoscope.ts";
import { culturalBenchFiles } from "./culturalbench/culturalbench.fixture.ts";
import { culturalBench } from "./culturalbench/culturalbench.ts";
import { globalMmluFiles } from "./global-mmlu/global-mmlu.fixture.ts";
import { globalMmlu } from "./global-mmlu/global-mmlu.ts";
import { kornatFiles } from "./kornat/kornat.fixture.ts";
import { kornat } from "./kornat/kornat.ts";
import { normadFiles } from "./normad/normad.fixture.ts";
import { normad } from "./normad/normad.ts";

type Row = Readonly<Record<string, unknown>>;
const cases: readonly (readonly [
  id: string,
  instrument: Instrument,
  files: RecordFiles,
  key: string,
  ids: number,
])[] = [
  [amammere.id, amammere, amammereFiles, "ID", 6],
  [blend.id, blend, blendFiles, "MCQID", 2],
  [culturalKaleidoscope.id, culturalKaleidoscope, kaleidoscopeFiles, "id", 2],
  // twelve judgements and two questions
  [culturalBench.id, culturalBench, culturalBenchFiles, "data_idx", 14],
  // three test questions and a worked example in two languages
  [globalMmlu.id, globalMmlu, globalMmluFiles, "sample_id", 8],
  [kornat.id, kornat, kornatFiles, "id", 3],
  [normad.id, normad, normadFiles, "ID", 5],
];

/** The tables of a folder, changed, without its JSON documents unless they are kept. */
function changed(
  files: RecordFiles,
  change: (rows: readonly Row[]) => readonly Row[],
  documents: boolean,
): RecordFiles {
  return {
    names: files.names.filter((name) => documents || !name.endsWith(".json")),
    rows: async (name) => change(await files.rows(name)),
    json: (name) => files.json(name),
  };
}

test.each(cases)(
  "%s names every id that stands twice and keeps the first",
  async (_id, instrument, files, key, ids) => {
    const options = instrument.options.parse({});
    const twice = changed(files, (rows) => [...rows, ...rows.filter((row) => row[key] !== undefined)], true);
    const { items, problems } = await instrument.load(twice, options);
    expect(items).toEqual((await instrument.load(files, options)).items);
    expect(
      problems.filter(({ problem, dropped }) => dropped && /stands twice, the first is kept$/.test(problem)),
    ).toHaveLength(ids);
  },
);

test.each(cases)(
  "%s refuses tables with renamed columns and says what it expected",
  async (id, instrument, files) => {
    const options = instrument.options.parse({});
    const renamed = changed(
      files,
      (rows) =>
        rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [`x_${name}`, cell]))),
      false,
    );
    await expect(instrument.load(renamed, options)).rejects.toThrow(/expected .*table with/);
    if (id !== "blend") await expect(instrument.load(renamed, options)).rejects.toThrow(/found made_.*x_/);
  },
);
