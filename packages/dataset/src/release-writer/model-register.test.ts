import { expect, test } from "vitest";
import { study } from "./fixtures/three-people.ts";
import { modelName } from "./model-records.ts";
import { withDistinctNames } from "./model-register.ts";
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
