import { expect, it } from "vitest";
import { panelIdentity, studyIdOfPath, wantedLanguages } from "./entry-address.ts";

it("reads the study from the address of the page", () => {
  expect([studyIdOfPath("/s/prism"), studyIdOfPath("/s/pair%20arena/x"), studyIdOfPath("/other")]).toEqual([
    "prism",
    "pair arena",
    "",
  ]);
});

it("takes the panel's identity from the parameters the study names, and nothing else", () => {
  const parameters = {
    panelParameter: "PROLIFIC_PID",
    panelStudyParameter: "STUDY_ID",
    panelLocaleParameter: null,
  };
  expect(panelIdentity("?PROLIFIC_PID=%20p1&STUDY_ID=s9&locale=uk", parameters)).toEqual({
    id: "p1",
    study: "s9",
  });
  expect(panelIdentity("?other=p1", parameters)).toBeNull();
  expect(panelIdentity("?PROLIFIC_PID=p1", { ...parameters, panelParameter: null })).toBeNull();
});

it("prefers the link's language to the browser's", () => {
  expect(wantedLanguages("?lang=ar", ["en-GB"])).toEqual(["ar", "en-GB"]);
  expect(wantedLanguages("", ["en-GB"])).toEqual(["en-GB"]);
});
