import { emptyText } from "@refract/dataset";
import { type Notice, notice } from "@refract/report";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { quoted } from "../../data/sql-text.ts";
import type { Mode } from "../../mode.ts";

/** Responses of models with their scores, sorted by text and then by id. */
export interface Responses {
  readonly texts: readonly string[];
  readonly conversations: readonly string[];
  readonly users: readonly string[];
  readonly models: readonly string[];
  readonly providers: readonly string[];
  /** NaN where there is no score. */
  readonly scores: Float64Array;
  readonly isOpening: readonly boolean[];
  /** Responses in the dataset; more than here when only openings were taken. */
  readonly total: number;
  readonly openingsOnly: boolean;
}

/**
 * Above this many responses only opening ones are taken, unless results are to be as published: the built-in embedder
 * needs some 10 ms a response and core, which for PRISM's 68,371 is a quarter of an hour of one core.
 */
const mostResponses = 5_000;

/**
 * All responses with text; only those of the opening turn, which are what field sites are made of, when there are more than
 * `most` (Infinity as published: Kirk et al. 2024 cluster all, and the marker of empty ones among them: PRISM's largest
 * cluster of responses are its 147).
 */
export async function loadResponses(
  data: AnalysisData,
  mode: Mode,
  most = mode === "published" ? Number.POSITIVE_INFINITY : mostResponses,
): Promise<Responses> {
  const isText = mode === "published" ? "" : ` AND model_response <> ${quoted(emptyText)}`;
  const where = `model_response IS NOT NULL AND trim(model_response) <> ''${isText}`;
  const { n } = await data.arrays(`SELECT count(*) AS n FROM utterances WHERE ${where}`, { n: "number" });
  const total = n[0] ?? 0;
  const openingsOnly = total > most;
  const found = await data.arrays(
    `SELECT model_response AS text, conversation_id, user_id, model, provider, score, turn FROM utterances WHERE ${where}${openingsOnly ? " AND turn = 0" : ""} ORDER BY text, conversation_id, utterance_id`,
    {
      text: "text",
      conversation_id: "text",
      user_id: "text",
      model: "text",
      provider: "text",
      score: "number",
      turn: "number",
    },
  );
  const plain = (values: readonly (string | null)[]) => values.map((value) => value ?? "(missing)");
  return Object.freeze({
    texts: plain(found.text),
    conversations: plain(found.conversation_id),
    users: plain(found.user_id),
    models: plain(found.model),
    providers: plain(found.provider),
    scores: found.score,
    isOpening: Array.from(found.turn, (turn) => turn === 0),
    total,
    openingsOnly,
  });
}

/** That only opening responses were clustered, where it is so: chains through later ones are missing then. */
export function openingsNotices({ total, texts, openingsOnly }: Responses): readonly Notice[] {
  return openingsOnly
    ? [
        notice(
          "note",
          `The dataset has ${counted(total, "response")}; only those of the opening turn were taken (${texts.length}), because embedding takes time. Mode published takes all.`,
        ),
      ]
    : [];
}
