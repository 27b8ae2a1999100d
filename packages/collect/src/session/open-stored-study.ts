import { formatProblem, messageOf, RefractError, type StudyProblem } from "@refract/core";
import type { Stage } from "../stage/define-stage.ts";
import { type Bundle, checkStudy, type OpenedStudy } from "./open-study.ts";

export interface StoredStudy {
  readonly opened: OpenedStudy;
  /** Rules that the files break and that count for new files only. */
  readonly warnings: readonly StudyProblem[];
}

/**
 * Opens a study as it is stored. An earlier version of this program may have accepted what this one refuses; people are in
 * it all the same, so that a rule it breaks is a warning. Throws `invalid-input` where it can't be run: the files have the
 * shape of no study, or one of its stages does not start.
 */
export function openStoredStudy(files: Bundle, stages: readonly [Stage, ...Stage[]]): StoredStudy {
  const { study, problems } = check(files, stages);
  const broken = problems.filter(({ severity }) => severity === "error");
  const told = broken.map(formatProblem).join("\n");
  if (study === null) throw new RefractError("invalid-input", told);
  if (broken.length > 0) {
    const reason = whyNotRunnable(study);
    if (reason !== null) throw new RefractError("invalid-input", `${told}\n${reason}`);
  }
  return { opened: study, warnings: broken.map((problem) => ({ ...problem, severity: "warning" as const })) };
}

/** What a stage can't read may be thrown by anything it uses; with whatever words, it is this study's problem and no other's. */
function check(files: Bundle, stages: readonly [Stage, ...Stage[]]): ReturnType<typeof checkStudy> {
  try {
    return checkStudy(files, stages, { stored: true });
  } catch (cause) {
    throw new RefractError("invalid-input", messageOf(cause), { cause });
  }
}

/** Starts every stage for nobody and shows its first page. */
function whyNotRunnable({ study, setting, stages }: OpenedStudy): string | null {
  for (const stage of stages) {
    try {
      const machine = stage.start({
        participantId: "",
        seed: "opening",
        ...setting,
        defaultLanguage: study.languages[0] ?? "en",
        models: study.models,
        instruction: study.instruction,
        parameters: study.parameters,
        enteredAt: 0,
        profile: {},
        language: study.languages[0] ?? "en",
        met: [],
      });
      for (const language of study.languages) machine.view(language, []);
    } catch (cause) {
      return `stage "${stage.id}" does not start: ${messageOf(cause)}`;
    }
  }
  return null;
}
