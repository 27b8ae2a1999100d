import { type Block, createTable, lineChart, numberCell } from "@refract/report";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import type { Mode } from "../../mode.ts";

const turnsShown = 12;

/** Scores and their range by turn (prism-analysis section 2): the first twelve turns. */
export async function turnTable(data: AnalysisData, mode: Mode): Promise<readonly Block[]> {
  const mean =
    mode === "published"
      ? "SELECT turn, avg(column_mean) AS mean FROM (SELECT turn, within_turn_id, avg(score) AS column_mean FROM utterances WHERE score IS NOT NULL GROUP BY ALL) GROUP BY turn"
      : "SELECT turn, avg(score) AS mean FROM utterances WHERE score IS NOT NULL GROUP BY turn";
  const {
    turn,
    mean: means,
    range,
    conversations,
  } = await data.arrays(
    `WITH turns AS (
       SELECT turn, conversation_id, max(score) - min(score) AS range FROM utterances WHERE score IS NOT NULL GROUP BY turn, conversation_id
     ), means AS (${mean})
     SELECT t.turn, any_value(m.mean) AS mean, avg(t.range) AS range, count(*) AS conversations
     FROM turns t JOIN means m ON m.turn = t.turn WHERE t.turn < ${turnsShown} GROUP BY t.turn ORDER BY t.turn`,
    { turn: "number", mean: "number", range: "number", conversations: "number" },
  );
  const n = `${counted(conversations[0] ?? 0, "conversation")} in the first turn`;
  const method =
    mode === "published"
      ? "mean of the means of the response columns; range is the highest less the lowest score of a turn"
      : "mean of all scores; range is the highest less the lowest score of a turn";
  const rows = Array.from(turn, (number, place) => ({
    turn: number + 1,
    mean: means[place] ?? 0,
    range: range[place] ?? 0,
    conversations: conversations[place] ?? 0,
  }));
  return [
    createTable({
      id: "turns",
      title: "Scores by turn",
      caption: `Turn 1 is the opening turn, the only one that compares models. ${method}.`,
      n,
      columns: [
        { name: "turn", title: "Turn", kind: "integer" },
        { name: "mean_score", title: "Mean score", kind: "number", digits: 1 },
        { name: "mean_range", title: "Mean range", kind: "number", digits: 1 },
        { name: "conversations", title: "Conversations", kind: "integer" },
      ],
      rows: rows.map((row) => [
        row.turn,
        numberCell(row.mean, "no scores"),
        numberCell(row.range, "no scores"),
        row.conversations,
      ]),
    }),
    ...(rows.length < 2
      ? []
      : [
          lineChart({
            id: "turns-chart",
            title: "Scores by turn",
            caption: "Mean score and mean range of the responses of a turn.",
            method,
            n,
            data: rows.flatMap((row) => [
              { turn: row.turn, value: row.mean, measure: "mean score" },
              { turn: row.turn, value: row.range, measure: "mean range" },
            ]),
            x: { field: "turn", title: "Turn", format: "d" },
            y: { field: "value", title: "Points" },
            group: { field: "measure", title: "Measure" },
          }),
        ]),
  ];
}
