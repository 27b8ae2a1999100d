import { ParticipantClient, startTestServer } from "@refract/testing";
import { expect, test } from "vitest";
import { reviewPeople } from "./review-people.ts";

const study = {
  "study.yaml": `
refract: 1
id: tea
title: Tea
entry: {returning: restart, panel: {idParameter: PID}}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: you, type: survey, survey: you.json}
  - {id: end, type: end}
`,
  "you.json": JSON.stringify({
    pages: [
      {
        name: "p",
        elements: [
          { type: "radiogroup", name: "age", choices: ["18-24 years old", "Prefer not to say"] },
          { type: "radiogroup", name: "gender", choices: ["Male", "Female"], showRefuseItem: true },
          { type: "checkbox", name: "uses", choices: ["research", "games"], showRefuseItem: true },
        ],
      },
    ],
  }),
};

test("an id that stands twice in the survey is told for each visit, and refusals are counted by question, from what was answered", async () => {
  await using running = await startTestServer({ study });
  const visit = async (id: string, answers: Readonly<Record<string, string | readonly string[]>>) => {
    const person = new ParticipantClient(running.server.baseUrl, "tea");
    await person.arrive({ PID: id });
    await person.does("consent", { type: "consent.given", statements: { consent: true } });
    await person.does("you", { type: "survey.saved", answers, page: 0 });
    await person.does("you", { type: "survey.submitted" });
  };
  await visit("a", { age: "Prefer not to say", gender: "refused", uses: ["refused"] });
  await visit("b", { age: "18-24 years old", gender: "Male", uses: ["research"] });
  await visit("a", { age: "18-24 years old" });
  const reviews = await reviewPeople({
    store: running.store,
    shelf: running.server.shelf,
    studyId: "tea",
    simulated: "include",
    now: Date.now(),
  });
  expect(
    [...reviews.values()].map(({ summary, signals }) => ({
      entries: summary.surveyEntries,
      refused: summary.preferNotToSay,
      signals: signals.filter(({ id }) => id === "twice-in-survey").map(({ detail }) => detail),
    })),
  ).toEqual([
    { entries: 2, refused: 3, signals: ["id is 2 times in the survey"] },
    { entries: 1, refused: 0, signals: [] },
    { entries: 2, refused: 0, signals: ["id is 2 times in the survey"] },
  ]);
});
