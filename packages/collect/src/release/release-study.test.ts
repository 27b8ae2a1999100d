import { expect, test } from "vitest";
import { openStudy } from "../session/open-study.ts";
import { builtInStages } from "../stages.ts";
import { releaseStudy } from "./release-study.ts";

const talk = `refract: 1
id: s
title: S
models: [demo:plain, demo:warm, demo:blunt, demo:steps]
stages:
  - id: talk
    type: conversation
    types: [{id: free, title: Free, count: 1}]
    judge: {kind: scale, minimumLabel: T, maximumLabel: P}
    attributes:
      - {id: choice_attributes, stem: S, minimum: 0, maximum: 10, minimumLabel: a, maximumLabel: b, statements: [{id: values, text: V}]}
`;

test("a dataset is told the range of a study's statements", () => {
  const opened = openStudy({ "study.yaml": talk }, builtInStages);
  const { study } = releaseStudy({ opened, version: 1, hash: "", seed: "s", openSeed: false, codings: [] });
  expect(study.conversations?.choiceAttributes).toMatchObject({ minimum: 0, maximum: 10 });
});

test("what a provider does unasked is released as the study says it, and as unknown where it does not", () => {
  const opened = openStudy(
    {
      "study.yaml": talk.replace(
        "models: [demo:plain,",
        "models: [{id: a, use: 'demo:plain', description: {defaultParameters: {temperature: 1, topP: 0.9}}},",
      ),
    },
    builtInStages,
  );
  const { study } = releaseStudy({ opened, version: 1, hash: "", seed: "s", openSeed: false, codings: [] });
  expect(study.models.map((model) => model.defaultParameters)).toEqual([
    { temperature: 1, topP: 0.9 },
    null,
    null,
    null,
  ]);
});

test("files of a study go along under plain names, however the study file writes them", () => {
  const opened = openStudy(
    {
      "study.yaml": "refract: 1\nid: s\ntitle: S\nstages: [{id: a, type: survey, survey: ./parts//a.json}]\n",
      "./parts//a.json": '{"pages":[{"name":"p","elements":[{"type":"text","name":"age"}]}]}',
    },
    builtInStages,
  );
  const { study } = releaseStudy({ opened, version: 1, hash: "", seed: "s", openSeed: false, codings: [] });
  expect(Object.keys(study.files)).toEqual(["study.yaml", "parts/a.json"]);
  expect(study.surveyFields.map(({ name }) => name)).toEqual(["age"]);
});
