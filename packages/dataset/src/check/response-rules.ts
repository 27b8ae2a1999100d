import type { ModelItem } from "../prism-release/conversation-record.ts";
import type { ReleaseRules } from "./release-rules.ts";
import type { Finding } from "./violation.ts";

/** One turn of a conversation. */
export interface TurnView {
  /** From 0. */
  readonly turn: number;
  readonly prompt: string;
  readonly responses: readonly ModelItem[];
}

type TurnFinding = Omit<Finding, "file" | "line">;

/**
 * Everything wrong with the responses of one conversation: their number, their models, their places, the chosen one
 * (spec prism-collection, stage 2.2-2.4).
 */
export function responseFindings(
  turns: readonly TurnView[],
  rules: ReleaseRules,
): { readonly findings: readonly TurnFinding[]; readonly identicalChosen: number } {
  const findings: TurnFinding[] = [];
  let identicalChosen = 0;
  const opening = turns[0];
  const winner = opening?.responses.find((item) => item.if_chosen);
  for (const turn of turns) {
    findings.push(...numberFindings(turn, rules), ...placeFindings(turn), ...scoreFindings(turn, rules));
    if (turn.turn === 0) findings.push(...distinctFindings(turn));
    else if (rules.continuation === "all")
      findings.push(...distinctFindings(turn), ...poolFindings(turn, opening));
    else if (winner !== undefined) findings.push(...winnerFindings(turn, winner));
    const choice = choiceFindings(turn, rules);
    findings.push(...choice.findings);
    identicalChosen += choice.identical ? 1 : 0;
  }
  return { findings, identicalChosen };
}

function at(turn: TurnView, item?: ModelItem): string {
  const place = item === undefined ? "" : `, within_turn_id ${item.within_turn_id}`;
  return `conversation_history, turn ${turn.turn}${place}`;
}

function numberFindings(turn: TurnView, rules: ReleaseRules): TurnFinding[] {
  const count = turn.responses.length;
  const { minimum, maximum } =
    turn.turn === 0 || rules.continuation === "all"
      ? { minimum: 1, maximum: rules.openingResponses }
      : rules.laterResponses;
  if (count >= minimum && count <= maximum) return [];
  const expectation = minimum === maximum ? `exactly ${minimum}` : `${minimum} to ${maximum}`;
  const problem = `${count} ${count === 1 ? "response" : "responses"}`;
  return [{ kind: "responses", field: at(turn), problem, expectation }];
}

function placeFindings(turn: TurnView): TurnFinding[] {
  const findings: TurnFinding[] = [];
  const seen = new Set<number>();
  for (const item of turn.responses) {
    if (seen.has(item.within_turn_id)) {
      findings.push({
        kind: "duplicate",
        field: `${at(turn)}: within_turn_id`,
        value: item.within_turn_id,
        expectation: "a place that no other response of the turn has",
      });
    }
    seen.add(item.within_turn_id);
  }
  return findings;
}

function scoreFindings(turn: TurnView, rules: ReleaseRules): TurnFinding[] {
  const isVerdict = rules.score === null;
  return turn.responses.flatMap((item): TurnFinding[] =>
    (item.score === null) === isVerdict
      ? []
      : [
          {
            kind: "choice",
            field: `${at(turn, item)}: score`,
            value: item.score,
            expectation: isVerdict ? "null, since the study has verdicts" : "a score",
          },
        ],
  );
}

function distinctFindings(turn: TurnView): TurnFinding[] {
  const seen = new Set<string>();
  return turn.responses.flatMap((item): TurnFinding[] => {
    if (!seen.has(item.model_name)) {
      seen.add(item.model_name);
      return [];
    }
    return [
      {
        kind: "responses",
        field: `${at(turn, item)}: model_name`,
        value: item.model_name,
        expectation: "a model that no other response of the turn has",
      },
    ];
  });
}

function poolFindings(turn: TurnView, opening: TurnView | undefined): TurnFinding[] {
  const models = new Set(opening?.responses.map((item) => item.model_name));
  return turn.responses.flatMap((item): TurnFinding[] =>
    models.has(item.model_name)
      ? []
      : [
          {
            kind: "responses",
            field: `${at(turn, item)}: model_name`,
            value: item.model_name,
            expectation: "a model of the opening turn",
          },
        ],
  );
}

function winnerFindings(turn: TurnView, winner: ModelItem): TurnFinding[] {
  return turn.responses.flatMap((item): TurnFinding[] => {
    const findings: TurnFinding[] = [];
    if (item.model_name !== winner.model_name) {
      findings.push({
        kind: "responses",
        field: `${at(turn, item)}: model_name`,
        value: item.model_name,
        expectation: `"${winner.model_name}", the model chosen in the opening turn`,
      });
    } else if (item.model_provider !== winner.model_provider) {
      findings.push({
        kind: "responses",
        field: `${at(turn, item)}: model_provider`,
        value: item.model_provider,
        expectation: `"${winner.model_provider}", as in the opening turn`,
      });
    }
    return findings;
  });
}

/**
 * Exactly one response is chosen and none has a higher score. PRISM's release sets "chosen" after turn 0 by equality of
 * texts: identical samples are both chosen there, which is a quirk and no error.
 */
function choiceFindings(
  turn: TurnView,
  rules: ReleaseRules,
): { readonly findings: readonly TurnFinding[]; readonly identical: boolean } {
  const chosen = turn.responses.filter((item) => item.if_chosen);
  const field = `${at(turn)}: if_chosen`;
  if (turn.responses.length === 0) return { findings: [], identical: false };
  if (chosen.length === 0) {
    return rules.chosen === "at-most-one"
      ? { findings: [], identical: false }
      : {
          findings: [{ kind: "choice", field, problem: "no response is chosen", expectation: "exactly one" }],
          identical: false,
        };
  }
  const first = chosen[0];
  const identical =
    rules.chosen === "text" && turn.turn > 0 && chosen.every((item) => item.content === first?.content);
  const findings: TurnFinding[] = [];
  if (chosen.length > 1 && !identical) {
    const problem = `${chosen.length} responses are chosen`;
    const expectation =
      rules.chosen === "text" && turn.turn > 0
        ? "exactly one, or responses with the same text"
        : "exactly one";
    findings.push({ kind: "choice", field, problem, expectation });
  }
  const scores = turn.responses.flatMap((item) => (item.score === null ? [] : [item.score]));
  const chosenScores = chosen.flatMap((item) => (item.score === null ? [] : [item.score]));
  const highest = Math.max(...scores);
  if (scores.length > 0 && chosenScores.length > 0 && Math.max(...chosenScores) < highest) {
    findings.push({
      kind: "choice",
      field: `${at(turn, first)}: score`,
      value: first?.score ?? null,
      expectation: `${highest}, the highest of the turn, since this response is chosen`,
    });
  }
  return { findings, identical: identical && chosen.length > 1 };
}
