import type { StubModelServer } from "@refract/testing";

const models = ["alpha", "beta", "gamma", "delta"];

/** A study with every kind of page PRISM has, short enough to be walked through between kills. */
export function browserStudy(stub: StubModelServer): Record<string, string> {
  const survey = {
    pages: [
      {
        name: "person",
        elements: [
          { type: "radiogroup", name: "age", title: "How old are you?", choices: ["Under 30", "30 or over"] },
          { type: "comment", name: "self_description", title: "Who are you?" },
        ],
      },
      {
        name: "habits",
        elements: [
          {
            type: "radiogroup",
            name: "use",
            title: "How often do you use them?",
            choices: ["Often", "Rarely"],
          },
        ],
      },
    ],
  };
  const study = {
    refract: 1,
    id: "kill",
    title: "Kill",
    models: models.map((id) => ({ id, use: stub.reference(id) })),
    stages: [
      { id: "consent", type: "consent", version: "1", statements: [{ id: "consent", text: "I agree." }] },
      { id: "survey", type: "survey", survey: "survey.json" },
      {
        id: "talk",
        type: "conversation",
        types: [{ id: "unguided", title: "Anything", count: 2 }],
        opening: { models: 4 },
        judge: { kind: "scale", minimumLabel: "Terrible", maximumLabel: "Perfect" },
        charactersPerSecond: 1000,
        attributes: [
          {
            id: "performance_attributes",
            stem: "This answer …",
            minimumLabel: "poor",
            maximumLabel: "good",
            statements: [
              { id: "values", text: "It reflected my values." },
              { id: "fluency", text: "It was well written." },
            ],
          },
        ],
        feedback: { prompt: "How was it?" },
      },
      { id: "end", type: "end" },
    ],
  };
  return { "study.yaml": JSON.stringify(study), "survey.json": JSON.stringify(survey) };
}
