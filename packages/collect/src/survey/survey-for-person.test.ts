import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileSurvey } from "./compile-survey.ts";
import { compiled, everyType } from "./fixtures/every-type.ts";
import { surveyForPerson, surveyOrders } from "./survey-for-person.ts";

const definition = everyType();

describe("the survey of one person", () => {
  it("has every random order fixed by the person's seed, pinned and Other last", () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const { uses, prefs } = surveyOrders(definition, seed);
        expect(uses?.slice(3)).toEqual(["nothing", "other"]);
        expect(uses?.slice(0, 3).toSorted()).toEqual(["play", "rest", "work"]);
        expect(prefs?.[3]).toBe("other");
        expect(prefs?.slice(0, 3).toSorted()).toEqual(["care", "speed", "wit"]);
        expect(surveyOrders(definition, seed)).toMatchObject({ uses, prefs });
      }),
    );
  });

  it("puts every choice everywhere about equally often", () => {
    const first = Array.from(
      { length: 3000 },
      (_, person) => surveyOrders(definition, `person ${person}`).uses?.[0],
    );
    for (const choice of ["work", "play", "rest"]) {
      expect(first.filter((value) => value === choice).length).toBeGreaterThan(900);
      expect(first.filter((value) => value === choice).length).toBeLessThan(1100);
    }
  });

  it("keeps an order when a question is added before it", () => {
    const question = {
      type: "radiogroup",
      name: "q",
      choicesOrder: "random",
      choices: [1, 2, 3, 4, 5, 6, 7, 8],
    };
    const alone = compiled({ pages: [{ name: "a", elements: [question] }] });
    const more = compiled({ pages: [{ name: "a", elements: [{ ...question, name: "before" }, question] }] });
    expect(surveyOrders(more, "s").q).toEqual(surveyOrders(alone, "s").q);
    expect(surveyOrders(more, "s").before).not.toEqual(surveyOrders(more, "s").q);
  });

  it("goes to the browser in that order and in one language", () => {
    const { definition } = compileSurvey(
      JSON.stringify({
        title: { en: "Survey", ar: "استبيان" },
        pages: [
          {
            name: "a",
            elements: [
              {
                type: "radiogroup",
                name: "q",
                title: { default: "Which?", ar: "أيها؟" },
                choicesOrder: "random",
                choices: [{ value: "x", text: { en: "X" } }, "y", "z"],
              },
            ],
          },
        ],
      }),
      { file: "survey.json", languages: ["en", "ar"] },
    );
    if (definition === null) throw new Error("not compiled");
    const { definition: shown, orders } = surveyForPerson(definition, "seed", "ar");
    const texts: Record<string, object> = {
      x: { value: "x", text: "X" },
      y: { value: "y" },
      z: { value: "z" },
    };
    expect(shown).toEqual({
      locale: "ar",
      clearInvisibleValues: "onHidden",
      title: "استبيان",
      pages: [
        {
          name: "a",
          elements: [
            expect.objectContaining({
              name: "q",
              title: "أيها؟",
              choicesOrder: "none",
              choices: orders.q?.map((value) => texts[value]),
            }),
          ],
        },
      ],
    });
  });

  it("sorts by what is read, in the language it is read in, pinned last", () => {
    const { definition } = compileSurvey(
      JSON.stringify({
        pages: [
          {
            name: "a",
            elements: [
              {
                type: "dropdown",
                name: "country",
                choicesOrder: "asc",
                choices: [
                  { value: "none", text: { en: "Another", de: "Anderes" }, pinned: true },
                  { value: "DE", text: { en: "Germany", de: "Deutschland" } },
                  { value: "AT", text: { en: "Austria", de: "Österreich" } },
                  { value: "FR", text: { en: "France", de: "Frankreich" } },
                ],
              },
            ],
          },
        ],
      }),
      { file: "survey.json", languages: ["en", "de"] },
    );
    if (definition === null) throw new Error("not compiled");
    const order = (language: string) =>
      /"choices":(\[.*?\])/
        .exec(JSON.stringify(surveyForPerson(definition, "s", language).definition))?.[1]
        ?.match(/"value":"(\w+)"/g);
    expect(order("en")).toEqual(['"value":"AT"', '"value":"FR"', '"value":"DE"', '"value":"none"']);
    expect(order("de")).toEqual(['"value":"DE"', '"value":"FR"', '"value":"AT"', '"value":"none"']);
  });
});
