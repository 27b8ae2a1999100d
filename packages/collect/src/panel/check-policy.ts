import { type Locate, panelOf, panelPresets, type Study, type StudyProblem } from "@refract/core";
import * as z from "zod";
import { studyFileName } from "../study-file-name.ts";

/** What of a stage says who fails its checks; other stages have none of it. */
const checksSchema = z.looseObject({
  screenOutAfterFailedChecks: z.int().optional(),
  endings: z
    .array(
      z.looseObject({
        as: z.string().optional(),
        when: z.array(z.looseObject({ field: z.string() })).default([]),
      }),
    )
    .default([]),
});

/**
 * Rules by which fewer failures than the panel asks for end a visit as a failed check: whoever is rejected for it can have it undone
 * (Prolific: two failures in studies of five minutes or longer).
 */
export function checkPolicy(study: Study, locate: Locate): readonly StudyProblem[] {
  const preset = panelOf(study)?.preset ?? null;
  const policy = preset === null ? null : panelPresets[preset].failedChecks;
  const minutes = study.durationMinutes;
  if (preset === null || policy === null || minutes === undefined || minutes < policy.fromMinutes) return [];
  const { title } = panelPresets[preset];
  return study.stages.flatMap((stage, index): StudyProblem[] => {
    const parsed = checksSchema.safeParse(stage);
    if (!parsed.success) return [];
    const { screenOutAfterFailedChecks: limit, endings } = parsed.data;
    const tooFew = [
      ...(limit === undefined ? [] : [{ part: ["screenOutAfterFailedChecks"], failures: limit }]),
      ...endings.flatMap(({ as, when }, rule) =>
        as === "failed-check"
          ? [{ part: ["endings", rule], failures: new Set(when.map(({ field }) => field)).size }]
          : [],
      ),
    ].filter(({ failures }) => failures < policy.atLeast);
    return tooFew.map(({ part, failures }) => ({
      file: studyFileName,
      ...locate(["stages", index, ...part]),
      field: `stage ${stage.id}: ${part.length === 1 ? part[0] : `endings[${part[1]}]`}`,
      message: `${failures} failed ${failures === 1 ? "check is" : "checks are"} enough, and ${title} rejects nobody for fewer than ${policy.atLeast} in a study of ${policy.fromMinutes} minutes or longer; expected a rule of ${policy.atLeast}, or no rejection for it`,
      severity: "warning" as const,
    }));
  });
}
