import * as z from "zod";

/** The part that is read of Stryker's report (schema of mutation-testing-report, version 2). */
const position = z.object({ line: z.number(), column: z.number() });
const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          mutatorName: z.string(),
          replacement: z.string().optional(),
          status: z.string(),
          location: z.object({ start: position, end: position }),
        }),
      ),
    }),
  ),
});

const survivorSchema = z.object({
  file: z.string(),
  line: z.number(),
  /** The line as it is. */
  source: z.string(),
  /** What was changed, and into what. */
  from: z.string(),
  to: z.string(),
  /** Why nothing noticed; kept while the same change survives. Empty: not looked at. */
  reason: z.string(),
});
export type Survivor = z.output<typeof survivorSchema>;

export const resultsSchema = z.object({
  tool: z.string(),
  places: z.array(
    z.object({
      name: z.string(),
      /** Lines that were drawn, of so many that could be. */
      lines: z.number(),
      of: z.number(),
      /** Changes that a test noticed, those that made one hang among them. */
      killed: z.number(),
      survived: z.number(),
      survivors: z.array(survivorSchema),
    }),
  ),
});
export type Results = z.output<typeof resultsSchema>;
export type PlaceResult = Results["places"][number];

/** Counts Stryker's report; survivors that were there before keep their reason. */
export function readReport(
  text: string,
  earlier: readonly Survivor[],
): Pick<PlaceResult, "killed" | "survived" | "survivors"> {
  const { files } = reportSchema.parse(JSON.parse(text));
  const keyOf = ({ file, source, from, to }: Omit<Survivor, "line" | "reason">) =>
    JSON.stringify([file, source, from, to]);
  const reasons = new Map(earlier.map((survivor) => [keyOf(survivor), survivor.reason]));
  const all = Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map((mutant) => ({ file, source, ...mutant })),
  );
  const killed = all.filter(({ status }) => status === "Killed" || status === "Timeout");
  const left = all.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  const survivors = left.map(({ file, source, location: { start, end }, replacement = "", mutatorName }) => {
    const lines = source.split("\n");
    const last = start.line === end.line ? end.column - 1 : undefined;
    const change = {
      file,
      source: (lines[start.line - 1] ?? "").trim(),
      from: (lines[start.line - 1] ?? "").slice(start.column - 1, last),
      to: replacement === "" ? mutatorName : replacement,
    };
    return { ...change, line: start.line, reason: reasons.get(keyOf(change)) ?? "" };
  });
  return { killed: killed.length, survived: survivors.length, survivors };
}
