import type { Answered } from "@refract/core";
import { expect, it } from "vitest";
import { apportion, createSampleCount } from "./sample-count.ts";

const said = (value: string | null): Answered =>
  value === null ? { value, missing: "skipped" } : { value, missing: null };

it("gives every level whole places that add up to the people, largest remainders first", () => {
  expect([...apportion({ a: 30, b: 35, c: 35 }, 20)]).toEqual([
    ["a", 6],
    ["b", 7],
    ["c", 7],
  ]);
  expect([...apportion({ a: 1, b: 1, c: 1 }, 10)]).toEqual([
    ["a", 4],
    ["b", 3],
    ["c", 3],
  ]);
});

it("rounds up by what is left of a place, however many places a level has", () => {
  // 7.2 and 1.8
  expect([...apportion({ many: 80, few: 20 }, 9)]).toEqual([
    ["many", 7],
    ["few", 2],
  ]);
});

it("takes people in turn while their cells have places, and counts what is there against what is wanted", () => {
  const count = createSampleCount([
    {
      name: "UK",
      people: 2,
      targets: [
        { field: "age", shares: { young: 50, old: 50 } },
        { field: "gender", shares: { Female: 50, Male: 50 } },
      ],
      where: [],
    },
  ]);
  const person = (age: string | null, gender: string | null) =>
    count.take({ age: said(age), gender: said(gender) }).length === 1;
  expect(person("young", "Female")).toBe(true);
  expect(person("young", "Male")).toBe(false);
  expect(person("old", null)).toBe(false);
  expect(person("old", "Female")).toBe(false);
  expect(person("old", "Male")).toBe(true);
  expect(count.cells()).toEqual([
    { sample: "UK", field: "age", level: "young", target: 1, count: 1 },
    { sample: "UK", field: "age", level: "old", target: 1, count: 1 },
    { sample: "UK", field: "gender", level: "Female", target: 1, count: 1 },
    { sample: "UK", field: "gender", level: "Male", target: 1, count: 1 },
  ]);
});

it("counts each of several samples by itself, and only people it is of", () => {
  const sample = (name: string, locale: string) => ({
    name,
    people: 1,
    targets: [{ field: "age", shares: { young: 1 } }],
    where: [{ field: "study_locale", oneOf: [locale] }],
  });
  const count = createSampleCount([sample("US", "us"), sample("UK", "uk")]);
  const person = (locale: string | null) => count.take({ age: said("young"), study_locale: said(locale) });
  expect([person("uk"), person(null), person("us"), person("uk")]).toEqual([["UK"], [], ["US"], []]);
  expect(count.cells().map(({ sample: name, count: people }) => [name, people])).toEqual([
    ["US", 1],
    ["UK", 1],
  ]);
});
