import { madeFiles } from "../record-files.fixture.ts";

const none = { idk: 0, "no-answer": 0, "not-applicable": 0 };
const choices = JSON.stringify({ A: "one bell", B: "two bells", C: "three bells", D: "four bells" });
const origins = JSON.stringify({ A: "UK", B: "US", C: "dummy", D: "China" });

/** Made answers of two regions, one with a language of its own, and two made choices. */
export const blendFiles = madeFiles(
  {
    "mc.csv": ["A", "B"].map((answer, place) => ({
      MCQID: `m${place}`,
      ID: `Zz-en-0${place}`,
      country: "US",
      prompt: `How many bells has tower ${place}? Answer as JSON.`,
      choices,
      choice_countries: origins,
      answer_idx: answer,
    })),
  },
  {
    "annotations/US_data.json": {
      "Zz-en-01": {
        question: "What rings at noon?",
        en_question: "What rings at noon?",
        annotations: [
          { answers: ["bell"], en_answers: ["bell"], count: 4 },
          { answers: ["gong"], en_answers: ["gong"], count: 2 },
        ],
        idks: none,
      },
    },
    "annotations/Spain_data.json": {
      "Zz-en-01": {
        question: "¿Qué suena al mediodía?",
        en_question: "What rings at noon?",
        annotations: [{ answers: ["campana"], en_answers: ["bell"], count: 3 }],
        idks: none,
      },
    },
  },
);
