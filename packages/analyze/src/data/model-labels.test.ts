import { madeFolder } from "@refract/testing/made-release";
import { expect, test } from "vitest";
import { loadBattles } from "../analyses/ranks/load-battles.ts";
import { openAnalysisData } from "./analysis-data.ts";

const model = (long_name: string, short_name: string) => ({ long_name, short_name });

async function labels(models: readonly object[], names: readonly string[]) {
  await using folder = await madeFolder({
    "models.jsonl": models,
    "utterances.jsonl": names.map((model_name, place) => ({
      utterance_id: `ut${place}`,
      interaction_id: "int0",
      user_id: "user0",
      turn: 0,
      within_turn_id: place,
      model_name,
      score: 10 + 20 * place,
    })),
  });
  await using data = await openAnalysisData(folder.path);
  const { model: found } = await data.arrays("SELECT model FROM utterances ORDER BY within_turn_id", {
    model: "text",
  });
  const { models: fighting, count } = await loadBattles(data);
  return { found, fighting, battles: count.reduce((sum, each) => sum + each, 0) };
}

test("two models of one short name stay two, with all their battles", async () => {
  const { found, fighting, battles } = await labels(
    [model("vendor/a", "model"), model("vendor/b", "model"), model("other/c", "third")],
    ["vendor/a", "vendor/b", "other/c"],
  );
  expect(found).toEqual(["vendor/a", "vendor/b", "third"]);
  expect(fighting).toEqual(["third", "vendor/a", "vendor/b"]);
  expect(battles).toBe(3);
});

test("a short name that is another model's name is no label", async () => {
  const { found, battles } = await labels(
    [model("vendor/gpt", "gpt"), model("gpt", "plain")],
    ["vendor/gpt", "gpt", "unlisted"],
  );
  expect(found).toEqual(["vendor/gpt", "plain", "unlisted"]);
  expect(battles).toBe(3);
  // a model that models.jsonl does not list has its name too
  expect((await labels([model("vendor/gpt", "gpt")], ["vendor/gpt", "gpt"])).found).toEqual([
    "vendor/gpt",
    "gpt",
  ]);
});

test("a model listed with two short names has its long name", async () => {
  const { found } = await labels([model("a", "x"), model("a", "y"), model("b", "z")], ["a", "b"]);
  expect(found).toEqual(["a", "z"]);
});
