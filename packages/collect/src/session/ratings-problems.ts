import { placesOf, type Study } from "@refract/core";
import { conversationConfigs } from "../conversation/conversation-configs.ts";
import { endConfigSchema } from "../end/end-stage.ts";
import type { StudySettingProblem } from "./study-setting-problem.ts";

/** What is wrong with showing people everybody's ratings: none are given, or nobody knows when all are there. */
export function ratingsProblems(study: Study): readonly StudySettingProblem[] {
  return study.stages.flatMap((stage, index) => {
    const parsed = endConfigSchema.safeParse(stage);
    if (!parsed.success || parsed.data.ratings === undefined) return [];
    const path = ["stages", index, "ratings"];
    if (conversationConfigs({ study }).length === 0)
      return [{ path, message: "nobody rates anything, expected a conversation stage" }];
    if (parsed.data.ratings.when === "all-done" && placesOf(study) === null)
      return [
        {
          path: [...path, "when"],
          message: "nobody knows when all are done, expected participants in the study, or at-once",
        },
      ];
    return [];
  });
}
