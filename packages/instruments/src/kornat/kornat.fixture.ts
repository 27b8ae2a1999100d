import { madeFiles } from "../record-files.fixture.ts";

const opinion = (id: string, question: string, counts: readonly number[]) => ({
  id,
  keyword: "bells",
  question,
  strongly_disagree: counts[0],
  disagree: counts[1],
  neutral: counts[2],
  agree: counts[3],
  strongly_agree: counts[4],
});

/** Three made statements, one without a majority, one in Korean, and two school questions. */
export const kornatFiles = madeFiles({
  "made_values.csv": [
    opinion("v1", "Bells should ring at noon.", [10, 20, 10, 40, 20]),
    opinion("v2", "Bells should be silver.", [20, 20, 30, 20, 10]),
    opinion("v3", "종은 정오에 울려야 한다.", [40, 30, 10, 10, 10]),
  ],
  "made_knowledge.csv": ["B", "D"].map((Answer, place) => ({
    SubCategory: "Science",
    Question: `How many bells has tower ${place}?`,
    A: "1",
    B: "2",
    C: "3",
    D: "4",
    Answer,
  })),
});
