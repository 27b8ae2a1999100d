import { formatProblem } from "@refract/core";
import { expect, test } from "vitest";
import { builtInStages } from "../stages.ts";
import { openStoredStudy } from "./open-stored-study.ts";
import { openStudy } from "./open-study.ts";

const survey = JSON.stringify({
  pages: [{ name: "page", elements: [{ type: "text", name: "age", title: "Your age" }] }],
});
const study = (stages: string) => `refract: 1
id: small
title: Small
models: [demo:plain, demo:blunt]
stages:
${stages}
  - { id: end, type: end }
`;
const you = "  - { id: you, type: survey, survey: you.json }";
const talk = (id: string, maximum = 3) => `  - id: ${id}
    type: conversation
    types: [{ id: unguided, title: Anything, count: 1 }]
    opening: { models: 2 }
    turns: { minimum: 1, maximum: ${maximum} }
    judge: { kind: scale, minimumLabel: Bad, maximumLabel: Good }`;

const opened = (files: Record<string, string>) => {
  const { opened: found, warnings } = openStoredStudy(files, builtInStages);
  return { stages: found.stages.map(({ id }) => id), warnings: warnings.map(formatProblem) };
};

test.each<[what: string, files: Record<string, string>, stages: string[], warning: RegExp]>([
  [
    "a limit of the schema",
    { "study.yaml": study(talk("talk", 101)) },
    ["talk", "end"],
    /^study\.yaml:\d+:\d+: stages\[0\]\.turns\.maximum: invalid value 101, expected at most 100$/,
  ],
  [
    "a field that is unknown",
    { "study.yaml": study(talk("talk")).replace("title: Small", "title: Small\nretired: true") },
    ["talk", "end"],
    /^study\.yaml:4:1: unknown field "retired", expected one of/,
  ],
  [
    "a rule between stages",
    { "study.yaml": study(`${talk("talk")}\n${talk("again")}`) },
    ["talk", "again", "end"],
    /^study\.yaml:12:5: stages\[1\]: the stage "talk" has conversations already/,
  ],
  [
    "a field that is asked twice",
    {
      "study.yaml": study(`${you}\n${you.replace("you,", "again,")}`),
      "you.json": survey,
    },
    ["you", "again", "end"],
    /^study\.yaml:7:5: stages\[1\]: the field "age" is asked by stage "you" already/,
  ],
  [
    "a rule of surveys",
    { "study.yaml": study(you), "you.json": survey.replace('"title"', '"requiredWhen": "{x} = 1", "title"') },
    ["you", "end"],
    /^you\.json:1:\d+: .*unknown field "requiredWhen"/,
  ],
  [
    "a condition of a survey that names no question",
    { "study.yaml": study(you), "you.json": survey.replace('"title"', '"visibleIf": "{x} = 1", "title"') },
    ["you", "end"],
    /^you\.json:1:\d+: .*visibleIf: unknown question \{x\}/,
  ],
])("%s that a stored study breaks is a warning, and of new files an error", (_, files, stages, warning) => {
  expect(opened(files)).toEqual({ stages, warnings: [expect.stringMatching(warning)] });
  expect(() => openStudy(files, builtInStages)).toThrow(warning);
});

test("a study that keeps all rules has no warnings", () => {
  expect(opened({ "study.yaml": study(you), "you.json": survey })).toEqual({
    stages: ["you", "end"],
    warnings: [],
  });
});

test.each<[what: string, files: Record<string, string>, message: RegExp]>([
  ["no study file", {}, /^study\.yaml:1:1: the file is missing$/],
  ["broken YAML", { "study.yaml": "stages: [" }, /^study\.yaml:1:\d+: /],
  [
    "a stage of an unknown type",
    { "study.yaml": study("  - { id: a, type: none }") },
    /stages\[0\]\.type: invalid value "none"/,
  ],
  ["a survey that is missing", { "study.yaml": study(you) }, /you\.json: not a survey that can be run/],
  [
    "a survey of another shape",
    { "study.yaml": study(you), "you.json": '{"pages": 5}' },
    /you\.json: not a survey that can be run/,
  ],
])("what can't be run is refused: %s", (_, files, message) => {
  expect(() => opened(files)).toThrow(message);
});
