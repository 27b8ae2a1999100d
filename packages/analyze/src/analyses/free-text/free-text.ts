import { type Block, type Cell, createTable, notice, numberCell, type Table } from "@refract/report";
import { seedInteger } from "@refract/stats";
import * as z from "zod";
import { defineAnalysis } from "../../analysis/analysis.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { quoted } from "../../groups/people-view.ts";
import { topAdjectives } from "./adjectives.ts";
import { topGrams } from "./n-grams.ts";
import { type TextField, textFields } from "./text-fields.ts";
import { wordStatistics } from "./word-statistics.ts";

/** Texts read for pairs and triples of words, tokens and adjectives; all are read when there are no more. */
const sampledTexts = 4_000;
const auditedTexts = 25;

/** What people and models wrote (spec prism-analysis, section 1, free text). */
export const freeText = defineAnalysis({
  id: "free-text",
  title: "What people and models wrote",
  description:
    "Word counts, adjectives and n-grams of the free texts, and a sample of them to label by hand.",
  source: "PRISM, appendix on free text; spec section 1",
  citation: "Kirk et al. 2024, arXiv 2404.16019",
  needs: {},
  embeds: false,
  publishedQuirks: "a prompt is counted once for each response to it, not once.",
  async run({ data, mode, seed }) {
    const rows: { readonly statistics: (readonly Cell[])[]; readonly grams: (readonly Cell[])[] } = {
      statistics: [],
      grams: [],
    };
    const adjectives: (readonly Cell[])[] = [];
    const audit: (readonly Cell[])[] = [];
    const notices: Block[] = [];
    for (const field of textFields(mode === "published")) {
      const there = data.columns(field.relation);
      if (!field.columns.every((column) => there.includes(column))) {
        notices.push(notice("note", `${field.title}: the dataset has no such texts.`));
        continue;
      }
      const { texts, isSample } = await loadTexts(data, field, seed(field.id));
      const own = await wordStatistics(data);
      if (own.n === 0) {
        notices.push(notice("note", `${field.title}: there are no texts.`));
        continue;
      }
      if (isSample)
        notices.push(
          notice(
            "note",
            `${field.title}: tokens, adjectives, pairs and triples of words are of a seeded sample of ${sampledTexts.toLocaleString("en")} of ${own.n.toLocaleString("en")} texts; word counts, different words and single words are of all.`,
          ),
        );
      const { n, mean, sd, min, p25, median, p75, max, uniqueWords } = own;
      rows.statistics.push([
        field.title,
        n,
        ...[mean, sd, min, p25, median, p75, max].map((value) => numberCell(value, "only one text")),
        uniqueWords,
        await uniqueTokens(texts),
        texts.length,
      ]);
      const grams = await topGrams(data);
      for (const [size, list] of grams.entries())
        for (const { gram, times } of list) rows.grams.push([field.title, size + 1, gram, times]);
      for (const { word, texts: times, windows } of topAdjectives(texts, field.questionAdjectives))
        adjectives.push([field.title, word, times, windows.join(" … ")]);
      if (field.isHuman)
        for (const [id, text] of await auditSample(data)) audit.push([field.title, id, text, ""]);
    }
    const all = rows.statistics.reduce((sum, row) => sum + Number(row[1]), 0);
    return {
      summary: `${all.toLocaleString("en")} texts of ${rows.statistics.length} fields were read.`,
      provenance: {
        population: "all texts that are not null",
        weights: "none",
        n: `${all.toLocaleString("en")} texts`,
        method:
          "words by splitting on a single space; tokens of cl100k; adjectives by a part-of-speech tagger (JJ), once a text; n-grams in lower case without punctuation",
        seed: seed("sample"),
      },
      blocks: [...notices, ...tables(rows.statistics, rows.grams, adjectives, audit)],
    };
  },
});

/** Makes `free_texts` and `free_sample`; the texts of the latter. The sample goes by a hash of seed and id, so it does not depend on the order of rows. */
async function loadTexts(
  data: AnalysisData,
  field: TextField,
  seed: string,
): Promise<{ readonly texts: readonly string[]; readonly isSample: boolean }> {
  const key = seedInteger(seed);
  await data.run(
    `CREATE OR REPLACE TEMP TABLE free_texts AS SELECT CAST(id AS VARCHAR) AS id, CAST(text AS VARCHAR) AS text, hash(CAST(id AS VARCHAR) || ${quoted(` ${key}`)}) AS draw FROM (${field.sql})`,
  );
  await data.run(
    `CREATE OR REPLACE TEMP TABLE free_sample AS SELECT f.id, f.text, f.draw FROM free_texts f SEMI JOIN (SELECT draw, id FROM free_texts ORDER BY draw, id LIMIT ${sampledTexts}) s ON f.id = s.id`,
  );
  const { text } = await data.arrays("SELECT text FROM free_sample ORDER BY draw, id", { text: "text" });
  const [all] = await data.rows("SELECT count(*) AS n FROM free_texts", z.object({ n: z.number() }));
  return { texts: text.flatMap((each) => each ?? []), isSample: (all?.n ?? 0) > text.length };
}

async function uniqueTokens(texts: readonly string[]): Promise<number> {
  const { encode } = await import("gpt-tokenizer/encoding/cl100k_base");
  const seen = new Set<number>();
  // special tokens in a text are text
  for (const text of texts)
    for (const token of encode(text, { disallowedSpecial: new Set() })) seen.add(token);
  return seen.size;
}

async function auditSample(data: AnalysisData): Promise<readonly (readonly [string, string])[]> {
  const { id, text } = await data.arrays(
    `SELECT id, text FROM free_sample ORDER BY draw, id LIMIT ${auditedTexts}`,
    { id: "text", text: "text" },
  );
  return id.map((own, row) => [own ?? "", text[row] ?? ""]);
}

function tables(
  statistics: readonly (readonly Cell[])[],
  grams: readonly (readonly Cell[])[],
  adjectives: readonly (readonly Cell[])[],
  audit: readonly (readonly Cell[])[],
): readonly Table[] {
  const field = { name: "field", title: "Field", kind: "text" } as const;
  const n = `${statistics.reduce((sum, row) => sum + Number(row[1]), 0).toLocaleString("en")} texts`;
  const number = (name: string, title: string) => ({ name, title, kind: "number", digits: 1 }) as const;
  const whole = (name: string, title: string) => ({ name, title, kind: "integer" }) as const;
  return [
    createTable({
      id: "free-text-words",
      title: "Words a text",
      caption:
        "Words by splitting on a single space; sample standard deviation (n − 1). Different words keep their case; tokens are those of cl100k in the texts that were tokenised.",
      n,
      columns: [
        field,
        whole("texts", "Texts"),
        number("mean", "Mean"),
        number("sd", "SD"),
        number("min", "Least"),
        number("p25", "25 %"),
        number("median", "Median"),
        number("p75", "75 %"),
        number("max", "Most"),
        whole("unique_words", "Different words"),
        whole("unique_tokens", "Different tokens"),
        whole("tokenised_texts", "Texts tokenised"),
      ],
      rows: statistics,
    }),
    createTable({
      id: "free-text-n-grams",
      title: "Frequent words, pairs and triples",
      caption:
        "The ten most frequent of each size in lower case without punctuation; single words without stop words.",
      n,
      columns: [
        field,
        whole("size", "Words"),
        { name: "gram", title: "Text", kind: "text" },
        whole("times", "Times"),
      ],
      rows: grams,
    }),
    createTable({
      id: "free-text-adjectives",
      title: "Frequent adjectives",
      caption:
        "The twenty adjectives in most texts (an English part-of-speech tagger), without those of the question, each with up to three places.",
      n,
      columns: [
        field,
        { name: "adjective", title: "Adjective", kind: "text" },
        whole("texts", "Texts"),
        { name: "windows", title: "Places", kind: "text" },
      ],
      rows: adjectives,
    }),
    createTable({
      id: "free-text-audit",
      title: "Sample to label by hand",
      caption:
        "Texts of people drawn by seed, to be labelled for whether a model wrote them; the last column is empty for that.",
      n: `${audit.length} texts`,
      columns: [
        field,
        { name: "id", title: "Id", kind: "text" },
        { name: "text", title: "Text", kind: "text" },
        { name: "label", title: "Label", kind: "text" },
      ],
      rows: audit,
      shown: 4,
    }),
  ];
}
