import type { AnalysisData } from "../../data/analysis-data.ts";
import { quoted } from "../../data/sql-text.ts";
import { isWritten } from "../../data/written-text.ts";
import type { Mode } from "../../mode.ts";

/** Phrases in lower case. */
export interface PhraseLists {
  readonly deanthropomorphising: readonly string[];
  readonly refusal: readonly string[];
  readonly selfIdentification: SelfIdentification;
}

/** Names of makers and models, found as whole words ("yours" does not name a model "ours") or, as published, as parts of the text. */
export interface SelfIdentification {
  readonly phrases: readonly string[];
  readonly wholeWords: boolean;
}

/** Names shorter than this are parts of too many words. */
const shortestName = 3;

/**
 * The paper's list: names of providers and first parts of models' short names, in lower case. It is for data whose models have their
 * makers' names; a study's own ids can be any word.
 */
export async function publishedSelfIdentification(data: AnalysisData): Promise<readonly string[]> {
  const { name } = await data.arrays(
    `SELECT DISTINCT lower(name) AS name FROM (
       SELECT provider AS name FROM utterances UNION ALL
       SELECT regexp_extract(model, '^[^-_:/ ]+') AS name FROM utterances
     ) WHERE name IS NOT NULL AND length(name) >= ${shortestName} ORDER BY name`,
    { name: "text" },
  );
  return name.flatMap((phrase) =>
    phrase === null ? [] : [phrase.replaceAll(/_api$/g, "").replaceAll("_", " ")],
  );
}

const escaped = (phrase: string) => phrase.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Whole words end at what is no Latin letter, so that "OpenAIの" is found too; a version may follow ("gpt4", "llama2"). */
const wholeWord = (phrases: string) => `(^|[^\\p{Latin}\\p{N}])(${phrases})[0-9]*($|[^\\p{Latin}\\p{N}])`;

/**
 * The table `text_features`: a row a scored response with its characters, whether it has a line break, ends with a question mark,
 * holds a list (line break, blanks, digits and a full stop or a dash or star, a blank), and holds a phrase of each list. A response that is
 * the release's mark of an empty one has no features; published, the mark is a text.
 */
export async function createFeatureView(data: AnalysisData, lists: PhraseLists, mode: Mode): Promise<void> {
  // one automaton for all phrases reads a text once; a search for each would read it as often as there are phrases
  const holds = (phrases: readonly string[], wholeWords = false) => {
    if (phrases.length === 0) return "false";
    const any = phrases.map(escaped).join("|");
    return `regexp_matches(text, ${quoted(wholeWords ? wholeWord(any) : any)})`;
  };
  const { phrases, wholeWords } = lists.selfIdentification;
  await data.run(
    `CREATE OR REPLACE TEMP TABLE text_features AS
     SELECT utterance_id, interaction_id, user_id, turn, model, score, if_chosen, characters, line_break, question, list,
       ${holds(lists.deanthropomorphising)} AS deanthropomorphising,
       ${holds(lists.refusal)} AS refusal,
       ${holds(phrases, wholeWords)} AS self_identification
     FROM (
       SELECT utterance_id, interaction_id, user_id, turn, model, score, if_chosen,
         length(model_response) AS characters,
         contains(model_response, chr(10)) AS line_break,
         right(model_response, 1) = '?' AS question,
         regexp_matches(model_response, '\\n[ \\t]*([0-9]+\\.|[-*])[ \\t]') AS list,
         lower(model_response) AS text
       FROM utterances WHERE score IS NOT NULL AND ${isWritten("model_response", mode)}
     )`,
  );
}

/** The features as columns, in the order of ids; flags are 0 or 1. */
export interface Features {
  readonly user: readonly string[];
  readonly turn: Float64Array;
  readonly score: Float64Array;
  readonly characters: Float64Array;
  readonly lineBreak: Float64Array;
  readonly question: Float64Array;
  readonly list: Float64Array;
  readonly deanthropomorphising: Float64Array;
  readonly refusal: Float64Array;
  readonly selfIdentification: Float64Array;
}

export async function loadFeatures(data: AnalysisData): Promise<Features> {
  const flag = (name: string) => `CAST(${name} AS INTEGER) AS ${name}`;
  const columns = await data.arrays(
    `SELECT user_id, turn, score, characters, ${["line_break", "question", "list", "deanthropomorphising", "refusal", "self_identification"].map(flag).join(", ")}
     FROM text_features ORDER BY utterance_id`,
    {
      user_id: "text",
      turn: "number",
      score: "number",
      characters: "number",
      line_break: "number",
      question: "number",
      list: "number",
      deanthropomorphising: "number",
      refusal: "number",
      self_identification: "number",
    },
  );
  return {
    user: columns.user_id.map((id) => id ?? ""),
    turn: columns.turn,
    score: columns.score,
    characters: columns.characters,
    lineBreak: columns.line_break,
    question: columns.question,
    list: columns.list,
    deanthropomorphising: columns.deanthropomorphising,
    refusal: columns.refusal,
    selfIdentification: columns.self_identification,
  };
}
