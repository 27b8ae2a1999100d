import { madeFiles } from "../record-files.fixture.ts";

/** Two made questions of two cultures, and a made conversation of three turns. */
export const kaleidoscopeFiles = madeFiles({
  "made_questions.csv": [
    {
      id: "q1",
      culture: "Arabic",
      dimension: "Science and technology",
      question: "Who rings the made-up bell?",
    },
    {
      id: "q2",
      culture: "Hindi",
      dimension: "Happiness and well-being",
      question: "Who polishes the made-up bell?",
    },
  ],
  "made_conversations.csv": ["Who made the bell?", "Was it well made?", "Who says so?"].map(
    (question, place) => ({
      conversation_id: "c1",
      turn: String(place + 1),
      role: "user",
      culture: "Korean",
      dimension: "Security",
      question,
    }),
  ),
});
