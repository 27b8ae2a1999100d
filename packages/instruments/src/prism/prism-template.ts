import { join } from "node:path";
import type { StudyTemplate } from "../study-template.ts";

export const prismTemplate: StudyTemplate = Object.freeze({
  id: "prism",
  title: "PRISM",
  description:
    "Consent, survey and live blind conversations with several models, rated and explained, as in The PRISM Alignment Project (English, Arabic).",
  folder: join(import.meta.dirname, "template"),
});
