import { pageLanguages } from "@refract/collect/browser";
import { expect, test } from "vitest";
import { openSurvey } from "./open-survey.ts";

const definition = {
  pages: [
    {
      name: "one",
      elements: [
        { type: "text", name: "place", isRequired: true },
        {
          type: "text",
          name: "weight",
          inputType: "number",
          validators: [{ type: "numberstep", step: 0.5, least: 1 }],
        },
        { type: "checkbox", name: "kinds", choices: [1, 2], showOtherItem: true },
      ],
    },
  ],
};

async function wordsOf(language: string): Promise<Record<string, string>> {
  const file = await import(`../language/${language}.json`);
  return file.default.form;
}

const opened = async (language: string, words: Record<string, string>) => {
  const survey = await openSurvey({
    definition,
    current: () => ({ answers: { weight: 1.2 }, page: 0 }),
    language,
    words,
  });
  survey.validate();
  const error = (name: string) => survey.getQuestionByName(name).errors.map((one) => one.getText());
  return { survey, error };
};

test.each(pageLanguages)("what the form says is in the language of the page: %s", async (language) => {
  const words = await wordsOf(language);
  const { survey, error } = await opened(language, words);
  expect(error("place")).toEqual([words.requiredError]);
  expect(error("weight")).toEqual([words.numberStepError?.replace("{0}", "0.5").replace("{1}", "1")]);
  expect(survey.getQuestionByName("kinds").getPropertyValue("otherText") ?? words.otherItemText).toBe(
    words.otherItemText,
  );
  // A word nobody replaced comes from the library's own file.
  const complete = { en: "Complete", ar: "إرسال البيانات", pt: "Completar", zh: "提交问卷" };
  const known = new Map(Object.entries(complete)).get(language);
  if (known === undefined) expect(survey.getLocalizationString("completeText")).not.toBe("Complete");
  else expect(survey.getLocalizationString("completeText")).toBe(known);
});

test.each(pageLanguages)("“other” without words of one's own is told in our words: %s", async (language) => {
  const words = await wordsOf(language);
  const { survey, error } = await opened(language, words);
  survey.setValue("kinds", ["other"]);
  survey.validate();
  expect(error("kinds")).toEqual([words.otherRequiredError]);
});

test.each(["\u200B", "\u2060\uFEFF", "\u{E0041}\u{E007F}", "\u2800", " \u00AD "])(
  "a text of which nothing can be seen is no answer: %j",
  async (blank) => {
    const words = await wordsOf("en");
    const { survey, error } = await opened("en", words);
    survey.setValue("place", blank);
    survey.setValue("weight", 1.5);
    survey.setValue("kinds", ["other"]);
    survey.setComment("kinds", blank);
    expect(survey.validate()).toBe(false);
    expect(error("place")).toEqual([words.requiredError]);
    expect(error("kinds")).toEqual([words.otherRequiredError]);
    survey.setValue("place", `a${blank}`);
    survey.setComment("kinds", `b${blank}`);
    survey.validate();
    expect(survey.getAllQuestions().flatMap((question) => error(question.name))).toEqual([]);
  },
);

test("own words come back with their question after it was hidden", async () => {
  const survey = await openSurvey({
    definition: {
      pages: [
        {
          name: "one",
          elements: [
            { type: "boolean", name: "more" },
            {
              type: "checkbox",
              name: "kinds",
              choices: [1, 2],
              showOtherItem: true,
              visibleIf: "{more} = true",
            },
          ],
        },
      ],
    },
    current: () => ({ answers: { more: true, kinds: ["other"], "kinds-Comment": "mine" }, page: 0 }),
    language: "en",
    words: {},
  });
  survey.setValue("more", false);
  expect(survey.data).toEqual({ more: false });
  survey.setValue("more", true);
  expect(survey.data).toEqual({ more: true, kinds: ["other"], "kinds-Comment": "mine" });
  expect(survey.getQuestionByName("kinds").comment).toBe("mine");
});

test("an answer goes with the panel it is in, and comes back with it", async () => {
  const survey = await openSurvey({
    definition: {
      pages: [
        {
          name: "one",
          elements: [
            { type: "boolean", name: "more" },
            {
              type: "panel",
              name: "rest",
              visibleIf: "{more} = true",
              elements: [{ type: "text", name: "job" }],
            },
          ],
        },
      ],
    },
    current: () => ({ answers: { more: true, job: "cook" }, page: 0 }),
    language: "en",
    words: {},
  });
  survey.setValue("more", false);
  expect(survey.data).toEqual({ more: false });
  survey.setValue("more", true);
  expect(survey.data).toEqual({ more: true, job: "cook" });
});

test("beside a language without words, and without ours, the form speaks English", async () => {
  const { error } = await opened("tr", {});
  expect(error("weight")).toEqual(["Please enter a number in steps of 0.5, counted from 1."]);
});

test("Portuguese and Chinese of any country have the words there are", async () => {
  const { survey } = await opened("pt-PT", {});
  expect(survey.locale).toBe("pt-br");
  expect((await opened("zh-Hant", {})).survey.locale).toBe("zh-cn");
});

test("who goes on while the words of another language are fetched stays where they went", async () => {
  let page = 0;
  let answers: Record<string, unknown> = { a: "x" };
  const opening = openSurvey({
    definition: {
      pages: [
        { name: "p1", elements: [{ type: "text", name: "a" }] },
        { name: "p2", elements: [{ type: "text", name: "b" }] },
      ],
    },
    current: () => ({ answers, page }),
    language: "de",
    words: {},
  });
  page = 1;
  answers = { a: "x", b: "y" };
  const survey = await opening;
  expect(survey.currentPageNo).toBe(1);
  expect(survey.data).toEqual({ a: "x", b: "y" });
});
