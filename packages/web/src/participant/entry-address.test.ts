import { expect, it } from "vitest";
import { linkParameters, studyIdOfPath, wantedLanguages } from "./entry-address.ts";

it("reads the study from the address of the page", () => {
  expect([studyIdOfPath("/s/prism"), studyIdOfPath("/s/pair%20arena/x"), studyIdOfPath("/other")]).toEqual([
    "prism",
    "pair arena",
    "",
  ]);
});

it("hands on the link's parameters, the first of each name, and none that is no panel's", () => {
  expect(linkParameters("?PROLIFIC_PID=%20p1&STUDY_ID=s9&STUDY_ID=s8&test&lang=ar")).toEqual({
    PROLIFIC_PID: " p1",
    STUDY_ID: "s9",
    test: "",
    lang: "ar",
  });
  expect(linkParameters("?PROLIFIC_PID={{%PROLIFIC_PID%}}&c=%SURVEY_CODE%")).toEqual({
    PROLIFIC_PID: "{{%PROLIFIC_PID%}}",
    c: "%SURVEY_CODE%",
  });
  expect(linkParameters(`?a=${"x".repeat(1001)}&b%20c=1&${"d".repeat(65)}=1`)).toEqual({});
  expect(linkParameters(`?a=${"x".repeat(1000)}`)).toEqual({ a: "x".repeat(1000) });
  const many = Array.from({ length: 80 }, (_, index) => `p${index}=1`).join("&");
  expect(Object.keys(linkParameters(`?${many}`))).toHaveLength(50);
});

it("finds a panel's parameters behind a second question mark, and behind an ampersand written as in HTML", () => {
  const panel = { PROLIFIC_PID: "p1", STUDY_ID: "s9" };
  expect(linkParameters("?lang=ar?PROLIFIC_PID=p1&STUDY_ID=s9")).toEqual({ lang: "ar", ...panel });
  expect(linkParameters("?test?PROLIFIC_PID=p1&STUDY_ID=s9")).toEqual({ test: "", ...panel });
  expect(linkParameters("?PROLIFIC_PID=p1&amp;STUDY_ID=s9")).toEqual(panel);
  expect(wantedLanguages("?lang=ar?PROLIFIC_PID=p1", ["en"])).toEqual(["ar", "en"]);
  const back = "https://panel.example/x?a=1";
  expect(linkParameters(`?back=${back}&why=really?`)).toEqual({ back, why: "really?" });
  expect(linkParameters(`?back=${encodeURIComponent("x?a=1&amp;b=2")}`)).toEqual({ back: "x?a=1&amp;b=2" });
});

it("prefers the link's language to the browser's", () => {
  expect(wantedLanguages("?lang=ar", ["en-GB"])).toEqual(["ar", "en-GB"]);
  expect(wantedLanguages("", ["en-GB"])).toEqual(["en-GB"]);
});
