import type { RecordFiles } from "@refract/core";
import { describeInstrumentContract } from "@refract/testing";
import { amammere } from "./amammere/amammere.ts";
import { culturalBench } from "./culturalbench/culturalbench.ts";
import { globalMmlu } from "./global-mmlu/global-mmlu.ts";
import { normad } from "./normad/normad.ts";

type Row = Readonly<Record<string, string>>;
const table = (name: string, rows: readonly Row[]): RecordFiles => ({
  names: [name],
  rows: async () => rows,
  json: async () => null,
});

describeInstrumentContract(
  normad,
  table("made_stories.csv", [
    {
      ID: "1",
      Country: "japan",
      Subaxis: "visiting",
      Value: "Tidiness",
      "Rule-of-Thumb": "Coats are hung up.",
      Story: "Kei dropped a coat. Is that acceptable?",
      "Gold Label": "no",
    },
  ]),
);
describeInstrumentContract(
  culturalBench,
  table(
    "made_hard.csv",
    ["One", "Two", "Three", "Four"].map((option, index) => ({
      data_idx: String(index),
      question_idx: "0",
      prompt_question: "Which made-up bell rings?",
      prompt_option: option,
      answer: index === 1 ? "True" : "False",
      country: "Peru",
    })),
  ),
);
describeInstrumentContract(
  globalMmlu,
  table("made_en.csv", [
    {
      sample_id: "made/test/0",
      subject: "made",
      question: "Which made-up bell rings?",
      option_a: "1",
      option_b: "2",
      option_c: "3",
      option_d: "4",
      answer: "B",
      cultural_sensitivity_label: "CS",
      required_knowledge: "['cultural']",
    },
  ]),
);
describeInstrumentContract(
  amammere,
  table("made_items.csv", [
    {
      ID: "1-GH",
      Question: "In Ghana: which made-up bell rings?",
      "Option A": "one",
      "Option B": "two",
      "Option C": "three",
      "Option D": "four",
      "Answer Key": "B",
    },
  ]),
);
