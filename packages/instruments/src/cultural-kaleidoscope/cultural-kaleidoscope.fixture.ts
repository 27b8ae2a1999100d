import { madeFiles } from "../record-files.fixture.ts";

/** Two made questions of two cultures. */
export const kaleidoscopeFiles = madeFiles({
  "made_questions.csv": [
    {
      id: "q1",
      culture: "Arabic",
      dimension: "Science and technology",
      question: "Who rings the made-up bell?",
    },
    { id: "q2", culture: "Hindi", dimension: "Happiness", question: "Who polishes the made-up bell?" },
  ],
});
