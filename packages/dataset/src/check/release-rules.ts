import { conversationSlider, type ReleaseForm, type SliderRange } from "../prism-release/release-form.ts";

/** What a folder has to obey: PRISM's protocol, or that of the study it was exported from. */
export interface ReleaseRules {
  readonly form: ReleaseForm;
  /** Range of scores; null when the study judges by verdict and scores are null. */
  readonly score: SliderRange | null;
  /** Most responses in an opening turn; their models are distinct. */
  readonly openingResponses: number;
  /** Responses of a later turn. */
  readonly laterResponses: { readonly minimum: number; readonly maximum: number };
  /** Later turns: samples of the winner's model, or every opening model again. */
  readonly continuation: "winner" | "all";
  readonly minimumTurns: number;
  /** Kinds of conversation; null where the schema has them. */
  readonly conversationTypes: readonly string[] | null;
  /**
   * `text`: PRISM set "chosen" after turn 0 by equality of texts, so that identical samples are both chosen.
   * `one`: exactly one id. `at-most-one`: verdicts such as a tie choose none.
   */
  readonly chosen: "text" | "one" | "at-most-one";
  /** False without `survey.jsonl`: then participants are known by their rows in other files. */
  readonly hasSurvey: boolean;
}

/** The released protocol (spec prism-collection, stage 2). */
export const publishedRules: ReleaseRules = Object.freeze({
  form: "published",
  score: conversationSlider,
  openingResponses: 4,
  laterResponses: Object.freeze({ minimum: 2, maximum: 2 }),
  continuation: "winner",
  minimumTurns: 2,
  conversationTypes: null,
  chosen: "text",
  hasSurvey: true,
});

/**
 * Responses of a whole dataset under the released protocol: the opening ones, and two for every later turn.
 *
 * @param openingResponses Responses of all turns 0.
 * @param interactions Turns of all conversations.
 */
export function expectedUtterances(
  openingResponses: number,
  interactions: number,
  conversations: number,
  laterResponses = 2,
): number {
  return openingResponses + laterResponses * (interactions - conversations);
}
