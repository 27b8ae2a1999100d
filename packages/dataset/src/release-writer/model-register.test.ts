import { expect, test } from "vitest";
import { response, study } from "./fixtures/three-people.ts";
import { modelName } from "./model-records.ts";
import { createModelRegister, withDistinctNames } from "./model-register.ts";
import type { ReleaseModel } from "./release-source.ts";

const model = (id: string, longName?: string): ReleaseModel => ({
  id,
  reference: `lab:${id}`,
  description: longName === undefined ? {} : { longName },
  instruction: null,
  parameters: {},
  defaultParameters: null,
});

const names = (...models: readonly ReleaseModel[]) =>
  withDistinctNames({ ...study, models }).models.map(modelName);

test("two models of one long name go by their ids, whatever the ids and the other names are", () => {
  expect(names(model("a", "vendor/a"), model("b"))).toEqual(["vendor/a", "b"]);
  expect(names(model("c", "other/model"), model("d", "other/model"))).toEqual(["c", "d"]);
  // the id "a" is the third model's long name
  expect(names(model("a", "same"), model("b", "same"), model("c", "a"))).toEqual(["a", "b", "c"]);
  expect(names(model("a", "b"), model("b"))).toEqual(["a", "b"]);
});

test("a slot that stayed empty counts against the models that were called for it, else against its own", () => {
  const workingOf = (...noted: readonly ReturnType<typeof response>[]) => {
    const register = createModelRegister({ ...study, models: [model("a"), model("b"), model("c")] });
    for (const each of noted) register.note(each);
    return register.records().map((record) => record.status);
  };
  const empty = response("a", null, null);
  const [attempt] = empty.attempts;
  if (attempt === undefined) throw new Error("expected an attempt");
  // b failed, and a was to take its place
  expect(workingOf({ ...empty, attempts: [{ ...attempt, modelId: "b" }] })).toEqual([
    "Never asked",
    "Never answered",
    "Never asked",
  ]);
  expect(workingOf({ ...empty, attempts: [] })).toEqual(["Never answered", "Never asked", "Never asked"]);
});
