import { expect, test } from "vitest";
import { builtInStages } from "../stages.ts";
import { openStudy } from "./open-study.ts";
import { endingView } from "./session-ending.ts";

const opened = (entry: string) =>
  openStudy(
    {
      "study.yaml": `refract: 1
id: s
title: S
entry: ${entry}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - {id: end, type: end}
`,
    },
    builtInStages,
  );

test("only who completed has a code of their own, and the panel's fixed code goes before it", () => {
  const plain = opened("{}");
  const own = endingView(plain, "completed", "seed of anna", {});
  expect(own).toMatchObject({ kind: "completed", returnUrl: null, paid: null });
  expect(own.code).toMatch(/^[0-9A-F]{8}$/);
  // of the person's seed and the last stage's id: who reads the page again reads the same code
  expect(own.code).toBe("5FD21FC3");
  expect(endingView(plain, "completed", "seed of ben", {}).code).not.toBe(own.code);
  expect(endingView(plain, "completed", null, {}).code).toBeNull();
  expect(endingView(plain, "declined", "seed of anna", {}).code).toBeNull();
  const fixed = opened("{completionCode: DONE}");
  expect(endingView(fixed, "completed", "seed of anna", {}).code).toBe("DONE");
  expect(endingView(fixed, "declined", "seed of anna", {}).code).toBeNull();
});

test("every ending has its own code, way back and pay", () => {
  const panel = opened(
    "{panel: {codes: {completed: C1, screenedOut: S1}, paid: [completed, screened-out], addresses: {completed: 'https://p.example/{code}?id={id}', declined: 'https://p.example/no'}}}",
  );
  const view = (kind: Parameters<typeof endingView>[1], values = { id: "a b" }) =>
    endingView(panel, kind, "seed", values);
  expect(view("completed")).toEqual({
    kind: "completed",
    code: "C1",
    returnUrl: "https://p.example/C1?id=a%20b",
    paid: true,
    quota: false,
  });
  expect(view("screened-out")).toEqual({
    kind: "screened-out",
    code: "S1",
    returnUrl: null,
    paid: true,
    quota: false,
  });
  expect(view("declined")).toEqual({
    kind: "declined",
    code: null,
    returnUrl: "https://p.example/no",
    paid: false,
    quota: false,
  });
});
