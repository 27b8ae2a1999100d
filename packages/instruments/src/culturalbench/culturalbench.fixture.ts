import { madeFiles } from "../record-files.fixture.ts";

const options = ["One", "Two", "Three", "Four"];
/** Right options by question; every option of question 2 is right, so that a constant answer scores. */
const right = [[1], [0, 2], [0, 1, 2, 3]];

/** Three made questions of Hard and two of Easy. */
export const culturalBenchFiles = madeFiles({
  "made_hard.csv": right.flatMap((accepted, question) =>
    options.map((option, place) => ({
      data_idx: String(4 * question + place),
      question_idx: String(question),
      prompt_question: `Which made-up bell of tower ${question} rings?`,
      prompt_option: option,
      answer: accepted.includes(place) ? "True" : "False",
      country: "Peru",
    })),
  ),
  "made_easy.csv": ["B", "A"].map((answer, question) => ({
    data_idx: String(question),
    question_idx: String(question),
    prompt_question: `Which made-up bell of tower ${question} rings?`,
    prompt_option_a: "One",
    prompt_option_b: "Two",
    prompt_option_c: "Three",
    prompt_option_d: "Four",
    answer,
    country: "Nepal",
  })),
});
