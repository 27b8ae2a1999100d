import { expect, test } from "vitest";
import { madeFiles } from "../record-files.fixture.ts";
import { culturalBench } from "./culturalbench.ts";

const question = (place: number, key = "A") => ({
  ...{ data_idx: String(place), question_idx: String(place), prompt_question: `Question ${place}?` },
  ...{ prompt_option_a: "a", prompt_option_b: "b", prompt_option_c: "c", prompt_option_d: "d" },
  ...{ answer: key, country: "Japan" },
});
const options = culturalBench.options.parse({});

test("a table of topics beside the questions cuts results by topic", async () => {
  const { items, problems } = await culturalBench.load(
    madeFiles({
      "easy.csv": [question(1), question(2)],
      "topics.csv": [{ question_idx: "1", topic: "food" }],
    }),
    options,
  );
  expect(items.map(({ attributes }) => attributes.topic)).toEqual(["food", "(none)"]);
  expect(problems.filter(({ place }) => place === "topics.csv")).toEqual([]);
  expect(culturalBench.cuts.map(({ attribute }) => attribute)).toContain("topic");
});

test("a question that can't be read does not hide which version the data are", async () => {
  const all = Array.from({ length: 1227 }, (_, place) => question(place, place === 5 ? "?" : "A"));
  const { dataVersion } = await culturalBench.load(madeFiles({ "easy.csv": all }), options);
  expect(dataVersion).toBe("v1, 1226 questions");
});
