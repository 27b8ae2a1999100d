import { join } from "node:path";
import type { StudyTemplate } from "../study-template.ts";

export const pairArenaTemplate: StudyTemplate = Object.freeze({
  id: "pair-arena",
  title: "Pair arena",
  description:
    "Two hidden models side by side and four verdicts, as on Chatbot Arena; no survey (English, Arabic).",
  folder: join(import.meta.dirname, "template"),
});
