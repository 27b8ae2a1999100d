import { type Block, type Cell, createTable, notice, numberCell, type Table } from "@refract/report";
import { createRandom } from "@refract/stats";
import * as z from "zod";
import { defineAnalysis } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { createAdjectiveTagger, loadTaggerParts } from "./adjective-tagger.ts";
import { topAdjectives } from "./adjectives.ts";
import { topGrams } from "./n-grams.ts";
import { loadTokens, readWords } from "./read-words.ts";
import { type TextField, textFields } from "./text-fields.ts";
import { wordStatistics } from "./word-statistics.ts";

/** Adjectives are tagged in all texts of a field up to this many, and in a sample of a field with more. */
const allTagged = 20_000;
const sampledTexts = 2_000;
const auditedTexts = 25;

/** What people and models wrote (spec prism-analysis, section 1, free text). */
export const freeText = defineAnalysis({
  id: "free-text",
  title: "What people and models wrote",
  description:
    "Word counts, adjectives and n-grams of the free texts, and a sample of them to label by hand.",
  source: "PRISM, appendix on free text",
  citation: "Kirk et al. 2024, arXiv 2404.16019",
  needs: {},
  embeds: false,
  publishedQuirks:
    "a prompt is counted once for each response to it, not once, and EMPTY STRING, the release's mark of an empty text, is a text of two words.",
  prepare: async () => {
    loadTaggerParts();
    await loadTokens();
  },
  async run({ data, mode, seed }) {
    const rows: { readonly statistics: (readonly Cell[])[]; readonly grams: (readonly Cell[])[] } = {
      statistics: [],
      grams: [],
    };
    const adjectives: (readonly Cell[])[] = [];
    const audit: (readonly Cell[])[] = [];
    const notices: Block[] = [];
    const seeds: string[] = [];
    const tag = createAdjectiveTagger();
    let tagged = 0;
    for (const field of textFields(mode)) {
      const there = data.columns(field.relation);
      if (!field.columns.every((column) => there.includes(column))) {
        notices.push(notice("note", `${field.title}: the dataset has no such texts.`));
        continue;
      }
      const { texts, isSample } = await loadTexts(data, field, seed(field.id));
      const words = await readWords(data);
      const own = wordStatistics(words.lengths);
      if (own === null) {
        notices.push(notice("note", `${field.title}: there are no texts.`));
        continue;
      }
      if (isSample || field.isHuman) seeds.push(seed(field.id));
      tagged += texts.length;
      if (isSample)
        notices.push(
          notice(
            "note",
            `${field.title}: adjectives are of a seeded sample of ${sampledTexts.toLocaleString("en")} of ${counted(own.n, "text")}; all other figures are of all texts.`,
          ),
        );
      const { n, mean, sd, min, p25, median, p75, max } = own;
      rows.statistics.push([
        field.title,
        n,
        ...[mean, sd, min, p25, median, p75, max].map((value) => numberCell(value, "only one text")),
        words.uniqueWords,
        words.uniqueTokens,
      ]);
      for (const [size, list] of topGrams(words).entries())
        for (const { gram, times } of list) rows.grams.push([field.title, size + 1, gram, times]);
      for (const { word, texts: times, windows } of topAdjectives(texts, field.questionAdjectives, tag))
        adjectives.push([field.title, word, times, windows.join(" … ")]);
      if (field.isHuman)
        for (const [id, text] of await auditSample(data, seed(field.id)))
          audit.push([field.title, id, text, ""]);
    }
    const all = rows.statistics.reduce((sum, row) => sum + Number(row[1]), 0);
    return {
      summary: `${counted(all, "text")} of ${rows.statistics.length} fields were read.`,
      provenance: {
        population: mode === "published" ? "all texts that are not null" : "all texts that are not empty",
        weights: "none",
        n: counted(all, "text"),
        method:
          "words by splitting on a single space; tokens of cl100k; adjectives by a part-of-speech tagger (JJ), once a text; n-grams in lower case without punctuation, single words without NLTK's English stop words (the list of 179)",
        seed: seeds.join(", ") || null,
      },
      blocks: [...notices, ...tables(rows.statistics, rows.grams, { rows: adjectives, tagged }, audit)],
    };
  },
});

/** Makes `free_texts`, numbered from 0 in the order of the file; the texts to tag, drawn by seed when there are too many. */
async function loadTexts(
  data: AnalysisData,
  field: TextField,
  seed: string,
): Promise<{ readonly texts: readonly string[]; readonly isSample: boolean }> {
  await data.run(
    `CREATE OR REPLACE TEMP TABLE free_texts AS SELECT row_number() OVER () - 1 AS place, id, text FROM (SELECT CAST(id AS VARCHAR) AS id, CAST(text AS VARCHAR) AS text FROM (${field.sql}))`,
  );
  const count = await countTexts(data);
  const isSample = count > allTagged;
  const chosen = isSample ? `WHERE place IN (${drawPlaces(count, sampledTexts, seed, "tag")})` : "";
  const { text } = await data.arrays(`SELECT text FROM free_texts ${chosen} ORDER BY place`, {
    text: "text",
  });
  return { texts: text.flatMap((each) => each ?? []), isSample };
}

async function countTexts(data: AnalysisData): Promise<number> {
  const [all] = await data.rows("SELECT count(*) AS n FROM free_texts", z.object({ n: z.number() }));
  return all?.n ?? 0;
}

function drawPlaces(count: number, wanted: number, seed: string, purpose: string): string {
  const places = Array.from({ length: count }, (_, place) => place);
  return createRandom(seed).stream(purpose).sample(places, wanted).join(", ");
}

async function auditSample(
  data: AnalysisData,
  seed: string,
): Promise<readonly (readonly [string, string])[]> {
  const places = drawPlaces(await countTexts(data), auditedTexts, seed, "audit");
  const { id, text } = await data.arrays(
    `SELECT id, text FROM free_texts WHERE place IN (${places}) ORDER BY place`,
    { id: "text", text: "text" },
  );
  return id.map((own, row) => [own ?? "", text[row] ?? ""]);
}

function tables(
  statistics: readonly (readonly Cell[])[],
  grams: readonly (readonly Cell[])[],
  adjectives: { readonly rows: readonly (readonly Cell[])[]; readonly tagged: number },
  audit: readonly (readonly Cell[])[],
): readonly Table[] {
  const field = { name: "field", title: "Field", kind: "text" } as const;
  const n = counted(
    statistics.reduce((sum, row) => sum + Number(row[1]), 0),
    "text",
  );
  const number = (name: string, title: string) => ({ name, title, kind: "number", digits: 1 }) as const;
  const whole = (name: string, title: string) => ({ name, title, kind: "integer" }) as const;
  return [
    createTable({
      id: "free-text-words",
      title: "Words a text",
      caption:
        "Words by splitting on a single space; sample standard deviation (n − 1). Different words keep their case; tokens are those of cl100k.",
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
      ],
      rows: statistics,
    }),
    createTable({
      id: "free-text-n-grams",
      title: "Frequent words, pairs and triples",
      caption:
        "The ten most frequent of each size in lower case without punctuation; single words without the stop words of NLTK's English list, as in the paper.",
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
      n: counted(adjectives.tagged, "text"),
      columns: [
        field,
        { name: "adjective", title: "Adjective", kind: "text" },
        whole("texts", "Texts"),
        { name: "windows", title: "Places", kind: "text" },
      ],
      rows: adjectives.rows,
    }),
    createTable({
      id: "free-text-audit",
      title: "Sample to label by hand",
      caption:
        "Texts of people drawn by seed, to be labelled for whether a model wrote them; the last column is empty for that.",
      n: counted(audit.length, "text"),
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
