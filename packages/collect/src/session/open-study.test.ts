import { describe, expect, test } from "vitest";
import { builtInStages } from "../stages.ts";
import { checkStudy } from "./open-study.ts";

const survey = (name: string) =>
  JSON.stringify({ pages: [{ name: "p", elements: [{ type: "text", name, title: "How old are you?" }] }] });

const study = (stages: string) => `
refract: 1
id: two
title: Two
models: [demo:plain, demo:warm, demo:blunt, demo:steps]
stages:
${stages}
  - {id: end, type: end}
`;

const messages = (files: Readonly<Record<string, string>>) =>
  checkStudy(files, builtInStages).problems.map(
    ({ line, severity, message }) => `${line} ${severity}: ${message}`,
  );

describe("a study as a whole", () => {
  test("asks no field twice, since a column of the dataset has one source", () => {
    const files = {
      "study.yaml": study(
        "  - {id: before, type: survey, survey: a.json}\n  - {id: after, type: survey, survey: b.json}",
      ),
      "a.json": survey("age"),
      "b.json": survey("age"),
    };
    expect(messages(files)).toEqual([
      '8 error: the field "age" is asked by stage "before" already, expected a name of its own',
    ]);
    expect(messages({ ...files, "b.json": survey("age_after") })).toEqual([]);
  });

  test("lets people stop only after a number of conversations that they can reach", () => {
    const talk = (mayStopAfter: number) =>
      study(
        `  - {id: talk, type: conversation, types: [{id: free, title: Free, count: 2}], mayStopAfter: ${mayStopAfter}, judge: {kind: scale, minimumLabel: T, maximumLabel: P}}`,
      );
    expect(messages({ "study.yaml": talk(3) })).toEqual([
      "7 error: invalid value 3, expected at most the 2 conversations people can have",
    ]);
    expect(messages({ "study.yaml": talk(2) })).toEqual([]);
  });

  test("has its end at the end, and files that are there", () => {
    expect(messages({})).toEqual(["1 error: the file is missing"]);
    expect(
      messages({
        "study.yaml": study("  - {id: first, type: end}\n  - {id: s, type: survey, survey: gone.json}"),
      }),
    ).toEqual([
      '8 error: the file "gone.json" is missing beside the study file',
      "7 error: the end stage stands before other stages, expected it last",
    ]);
  });
});
