import type { JsonValue } from "@refract/core";

/** What the browser gets of a survey stage. */
export interface SurveyView {
  readonly type: "survey";
  /** SurveyJS definition with every random order already applied for this person. */
  readonly definition: { readonly [key: string]: JsonValue };
  /** Answers saved so far, by question name. */
  readonly answers: { readonly [question: string]: JsonValue };
  /** From 0; where the person was. */
  readonly page: number;
  /** Questions whose newest answer could not be taken; it must be changed before the survey is handed in. */
  readonly refused: readonly string[];
  /** Whether answers may end the visit when a page is left; which, and by which answers, is not told. */
  readonly decidesByPage: boolean;
}

export type SurveyCommand =
  /** Autosave: the changed answers only; null clears one. */
  | {
      readonly type: "survey.saved";
      readonly answers: { readonly [question: string]: JsonValue };
      readonly page: number;
      /** Name of the page that was left with Continue: what is on it and before it decides whether the visit ends here. */
      readonly left?: string | undefined;
      /** Name of the page that is shown now; for the times of pages. */
      readonly shown?: string | undefined;
    }
  | { readonly type: "survey.submitted" };
