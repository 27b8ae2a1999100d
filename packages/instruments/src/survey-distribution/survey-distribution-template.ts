import { join } from "node:path";
import type { StudyTemplate } from "../study-template.ts";

export const surveyDistributionTemplate: StudyTemplate = Object.freeze({
  id: "survey-distribution",
  title: "Survey distribution",
  description:
    "People say how far they agree with statements; their shares are what models are scored against, as in KorNAT (English).",
  folder: join(import.meta.dirname, "template"),
});
