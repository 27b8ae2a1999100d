import { type Notice, notice } from "@refract/report";
import * as z from "zod";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { quoted } from "../../data/sql-text.ts";
import type { TextEmbedder } from "../../text-embedder.ts";
import { openingPrompts, type TextField } from "./text-fields.ts";

const counts = z.strictObject({ texts: z.number(), others: z.number() });

/**
 * A warning when texts may be in languages the embedder does not know, with their share by the metadata's `language_flag`; null when
 * there is nothing to warn of.
 */
export async function languageNotice(
  data: AnalysisData,
  field: Pick<TextField, "metadataColumn" | "title">,
  embedder: TextEmbedder,
): Promise<Notice | null> {
  const { languages, name } = embedder;
  if (languages === null) return null;
  const known = languages.join(", ");
  const columns = data.columns("metadata");
  if (!columns.includes("language_flag") || !columns.includes("column_id")) {
    return notice(
      "note",
      `Texts were embedded by ${name}, which knows ${known} only; the dataset's metadata do not say which texts are in other languages. Those are placed almost at random.`,
    );
  }
  const { what, where } = flaggedTexts(data, field);
  const [found] = await data.rows(
    `SELECT count(*) AS texts, count(*) FILTER (WHERE language_flag NOT IN (${languages.map((code) => `'${code}'`).join(", ")})) AS others FROM metadata WHERE ${where} AND language_flag IS NOT NULL`,
    counts,
  );
  if (found === undefined || found.others === 0) return null;
  const share = ((100 * found.others) / found.texts).toFixed(1);
  return notice(
    found.others / found.texts >= 0.02 ? "warning" : "note",
    `${share} % of the ${what} (${found.others} of ${found.texts} by the metadata's language_flag) are in languages that ${name} does not know (it knows ${known} only). They are placed almost at random; choose a multilingual embedder to take them in.`,
  );
}

/** The metadata of a field. Those of prompts are of all turns; opening ones are told by their responses, where these name turns. */
function flaggedTexts(
  data: AnalysisData,
  { metadataColumn, title }: Pick<TextField, "metadataColumn" | "title">,
): { readonly what: string; readonly where: string } {
  const where = `column_id = ${quoted(metadataColumn)}`;
  if (metadataColumn !== openingPrompts.metadataColumn) return { what: title.toLowerCase(), where };
  const namesTurns =
    data.columns("metadata").includes("interaction_id") &&
    ["interaction_id", "turn"].every((name) => data.columns("utterances").includes(name));
  return namesTurns
    ? {
        what: "opening prompts",
        where: `${where} AND interaction_id IN (SELECT interaction_id FROM openings)`,
      }
    : { what: "prompts of all turns", where };
}
