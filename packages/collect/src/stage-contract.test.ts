import { describeStageContract, type StageExample } from "@refract/testing";
import { expect, test } from "vitest";
import { builtInStages } from "./stages.ts";

const survey = JSON.stringify({
  pages: [
    {
      name: "you",
      elements: [
        {
          type: "radiogroup",
          name: "gender",
          isRequired: true,
          choices: ["Male", "Female"],
          showOtherItem: true,
        },
        { type: "comment", name: "self_description", isRequired: true },
        { type: "text", name: "age", inputType: "number", min: 18, max: 99, isRequired: true },
        { type: "ranking", name: "order", choices: ["one", "two", "three"], isRequired: true },
      ],
    },
  ],
});

const labels = { minimumLabel: "Terrible", maximumLabel: "Perfect" };
const examples: Readonly<Record<string, StageExample>> = {
  consent: {
    type: "consent",
    version: "2",
    statements: [
      { id: "consent", text: "I agree to take part." },
      { id: "contact", text: "You may write to me.", required: false },
    ],
  },
  survey: { type: "survey", survey: "survey.json" },
  conversation: {
    type: "conversation",
    types: [{ id: "unguided", title: "Anything", count: 2 }],
    judge: { kind: "scale", ...labels },
    attributes: [
      {
        ...{ id: "performance_attributes", stem: "This response", ...labels },
        statements: [{ id: "values", text: "fits my values" }],
      },
    ],
    feedback: { prompt: "Why?" },
  },
  task: {
    type: "task",
    mayGoBack: true,
    items: [
      { id: "tea", question: "When is tea drunk?", format: { kind: "text", long: true } },
      {
        id: "greet",
        question: "How is a guest greeted?",
        format: {
          kind: "choice",
          options: [
            { id: "bow", text: "With a bow" },
            { id: "hand", text: "By hand" },
          ],
        },
      },
    ],
  },
  end: { type: "end" },
};

for (const stage of builtInStages) {
  const example = examples[stage.type];
  if (example === undefined) test(`the stage ${stage.type} has no example`, () => expect.unreachable());
  else describeStageContract(stage, example, { files: { "survey.json": survey } });
}
