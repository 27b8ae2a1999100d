import type { AnalysisData } from "../../data/analysis-data.ts";

/** White space that regular expressions of JavaScript know; DuckDB's `\s` is ASCII only. */
const blank = "[\\s\\x{0B}\\p{Z}\\x{FEFF}]";

/**
 * Different tokens of cl100k in all of `free_texts`, exactly. The encoding's split pattern lets a space only begin a piece
 * when no white space is next to it, so a text without other spaces has the pieces of its first word and of each later
 * word with its space; every distinct one is encoded once. Other texts are encoded whole.
 */
export async function uniqueTokens(data: AnalysisData): Promise<number> {
  const { encode } = await import("gpt-tokenizer/encoding/cl100k_base");
  const { piece } = await data.arrays(
    `WITH marked AS (SELECT text, regexp_matches(text, '^ | $| ${blank}|${blank} ') AS irregular FROM free_texts)
    SELECT DISTINCT split_part(text, ' ', 1) AS piece FROM marked WHERE NOT irregular
    UNION SELECT ' ' || word FROM (SELECT unnest(string_split(text, ' ')[2:]) AS word FROM marked WHERE NOT irregular)
    UNION SELECT text FROM marked WHERE irregular`,
    { piece: "text" },
  );
  const seen = new Set<number>();
  // special tokens in a text are text
  for (const each of piece)
    for (const token of encode(each ?? "", { disallowedSpecial: new Set() })) seen.add(token);
  return seen.size;
}
