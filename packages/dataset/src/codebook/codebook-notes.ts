import type { ReleaseDetectors } from "../detectors/detector.ts";
import { emptyText } from "../prism-release/keys.ts";
import type { ReleaseStudy } from "../release-writer/release-source.ts";

/** What holds for several fields, and what a reader of other releases may trip over. */
export function codebookNotes(study: ReleaseStudy, detectors: ReleaseDetectors): readonly string[] {
  return [
    "survey.jsonl, conversations.jsonl, utterances.jsonl, metadata.jsonl and models.jsonl have the fields of the PRISM release, in its order; a field this study did not ask about is null for everybody. The other files hold what that schema has no place for.",
    `A text that is empty, blank or the word None is stored as ${emptyText}.`,
    "Every null has a reason. Reasons are counted below; answers.jsonl has the reason of each null of a question that the study asked. Reasons: not-asked (the question did not apply or does not belong to the study), skipped, prefer-not-to-say, not-applicable, unparsed (an answer that can't be put into the field), model-error, withdrawn.",
    "Times are UTC. Durations are wall-clock times and include pauses; look for outliers before averaging.",
    "Turns and places within a turn count from 0. within_turn_id follows the order in which responses were shown, failed ones left out; the drawn order is in slots.jsonl.",
    "if_chosen is set by the id of the response. Two responses with the same text are never both chosen because of it.",
    ...(study.conversations?.judge.kind === "verdict"
      ? [
          "This study has verdicts instead of scores: score is null everywhere, verdicts.jsonl has the verdicts, and after a tie no response is chosen.",
        ]
      : []),
    "The balanced subset leaves out participants who lack one of the conversation types and keeps, of the others, as many conversations of each type as of their rarest, drawn without replacement with seed 0. PRISM drew with another library's generator: sizes are by the same rule, rows are not comparable.",
    "NUL characters and halves of surrogate pairs are replaced by U+FFFD in every file.",
    "CSV files follow RFC 4180. So that no spreadsheet runs a participant's or a model's text as a formula, a text that begins (after blanks or apostrophes) with = + - @, their full-width forms, a tab or a line end has one apostrophe put before it and is quoted; take one leading apostrophe off such texts to get the original. JSONL and Parquet files hold the texts unchanged.",
    'In CSV an empty field is a null and "" is an empty text.',
    detectorNote("Language", detectors.language),
    detectorNote("Personal data", detectors.personalData),
    detectorNote("Moderation", detectors.moderation),
  ];
}

function detectorNote(
  what: string,
  detector: { readonly id: string; readonly version: string } | null,
): string {
  return detector === null
    ? `${what}: no detector was configured, so its flags are null for the reason not-asked.`
    : `${what}: ${detector.id} (${detector.version}). Detectors err; look at a sample before relying on a flag.`;
}
