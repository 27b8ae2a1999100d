import { madeFiles } from "../record-files.fixture.ts";

const row = (split: string, number: number, answer: string, label: string) => ({
  sample_id: `made/${split}/${number}`,
  subject: "made",
  question: `Which made-up bell of tower ${number} rings?`,
  option_a: "1",
  option_b: "2",
  option_c: "3",
  option_d: "4",
  answer,
  cultural_sensitivity_label: label,
  required_knowledge: label === "CS" ? "['cultural', 'none']" : "[]",
});
const rows = [row("test", 0, "B", "CS"), row("test", 1, "D", "CA"), row("test", 2, "B", "-")];

/** Three made questions in two languages, with a worked example each. */
export const globalMmluFiles = madeFiles({
  "made_en.csv": [...rows, row("dev", 0, "A", "-")],
  "made_sw.csv": [...rows, row("dev", 0, "A", "-")],
});
