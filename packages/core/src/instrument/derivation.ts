import type * as z from "zod";
import { RefractError } from "../refract-error.ts";
import { describeIssue, expectedFields, fieldName } from "../study/describe-issue.ts";
import type { RecordFiles, RecordProblem } from "./record-files.ts";
import type { Summary } from "./summary.ts";

/** What a step of an instrument's collection comes to. */
export interface Derived {
  /** Text of each file by its name. */
  readonly files: Readonly<Record<string, string>>;
  readonly tables: readonly Summary[];
  /** What was left out or is worth knowing. */
  readonly problems: readonly RecordProblem[];
}

/** What a step may ask for beside its tables. */
export interface DerivationTools {
  /** Name and version of the model behind `embed`. */
  readonly embedder: string;
  /** A vector for each text. Loaded when it is first asked for. */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
}

/** A step of an instrument's collection that turns what people gave into records: votes into keys, ratings into items. */
export interface Derivation {
  readonly id: string;
  readonly title: string;
  /** Tables it reads, by their columns. */
  readonly reads: string;
  /** Pure but for reading. Throws RefractError for settings it does not know, and for a folder without its tables. */
  derive(files: RecordFiles, given: unknown, tools: DerivationTools): Promise<Derived>;
}

/** A step with its settings: `derive` gets them checked. */
export function defineDerivation<Settings>({
  settings,
  derive,
  ...said
}: Pick<Derivation, "id" | "title" | "reads"> & {
  readonly settings: z.ZodType<Settings>;
  readonly derive: (files: RecordFiles, settings: Settings, tools: DerivationTools) => Promise<Derived>;
}): Derivation {
  return Object.freeze({
    ...said,
    derive: async (files: RecordFiles, given: unknown, tools: DerivationTools) => {
      const parsed = settings.safeParse(given, { reportInput: true, error: expectedFields });
      if (parsed.success) return derive(files, parsed.data, tools);
      const reasons = parsed.error.issues.map((issue) =>
        [fieldName(issue.path), describeIssue(issue)].filter(Boolean).join(": "),
      );
      throw new RefractError("invalid-input", `--set: ${reasons.join("; ")}`);
    },
  });
}
