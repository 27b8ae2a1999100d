import type { ModelRecord } from "../prism-release/model-record.ts";
import { modelName, modelRecord } from "./model-records.ts";
import type { ReleaseModel, ReleaseResponse, ReleaseStudy } from "./release-source.ts";

/** The models of a release: the study's pool, and those that only answers of an earlier version name. */
export interface ModelRegister {
  readonly model: (id: string) => ReleaseModel;
  /** Counts what became of a slot and of the calls made for it. */
  readonly note: (response: ReleaseResponse) => void;
  /** A row for every model, the pool first. */
  readonly records: () => readonly ModelRecord[];
}

export function createModelRegister(study: ReleaseStudy): ModelRegister {
  const models = new Map(study.models.map((model) => [model.id, model]));
  const uses = new Map<string, { answered: number; failed: number }>();
  const useOf = (id: string) => {
    const use = uses.get(id) ?? { answered: 0, failed: 0 };
    uses.set(id, use);
    return use;
  };
  const model = (id: string): ReleaseModel => {
    const known = models.get(id);
    if (known !== undefined) return known;
    const unknown: ReleaseModel = {
      id,
      reference: id,
      description: {},
      instruction: null,
      parameters: {},
      defaultParameters: null,
    };
    models.set(id, unknown);
    return unknown;
  };
  return {
    model,
    note: (response) => {
      model(response.modelId);
      if (response.text !== null) useOf(response.modelId).answered += 1;
      const failures = response.attempts.filter((attempt) => attempt.outcome !== "ok");
      for (const attempt of failures) useOf(attempt.modelId).failed += 1;
      if (response.text === null && failures.length === 0) useOf(response.modelId).failed += 1;
    },
    records: () =>
      [...models.values()].map((each) =>
        modelRecord(study, each, uses.get(each.id) ?? { answered: 0, failed: 0 }),
      ),
  };
}

/**
 * The study with a name of its own for every model: long names that two models share give way to the ids, as does a long name that is
 * another model's id.
 */
export function withDistinctNames(study: ReleaseStudy): ReleaseStudy {
  const names = study.models.map(modelName);
  const isShared = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  if (!names.some(isShared)) return study;
  const models = study.models.map((model) =>
    isShared(modelName(model))
      ? { ...model, description: { ...model.description, longName: model.id } }
      : model,
  );
  // an id that is now a name may be a third model's long name; ids differ, so this ends
  return withDistinctNames({ ...study, models });
}
