import { absent, type Block, createTable, notice } from "@refract/report";
import type { Vectors } from "@refract/stats";
import type { AnalysisContext } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import type { FieldTopics } from "./field-topics.ts";
import { findTopics } from "./find-topics.ts";
import type { WrittenTexts } from "./load-texts.ts";
import { openingPrompts } from "./text-fields.ts";

/** Of the variant with all texts of a participant (spec prism-analysis, section 3). */
const neighbours = 10;
const minimumSize = 5;

/** All texts of each person as one, in the order of the first text: joined, and the mean of their vectors. */
export function textsByPerson(
  { users, texts }: Pick<WrittenTexts, "users" | "texts">,
  { values, dimensions }: Vectors,
): { readonly users: readonly string[]; readonly texts: readonly string[]; readonly vectors: Vectors } {
  const rowsOf = Array.from(Map.groupBy(users.keys(), (row) => users[row] ?? ""));
  const means = new Float32Array(rowsOf.length * dimensions);
  for (const [person, [, rows]] of rowsOf.entries()) {
    for (const row of rows) {
      for (let place = 0; place < dimensions; place += 1) {
        const own = person * dimensions + place;
        means[own] = (means[own] ?? 0) + (values[row * dimensions + place] ?? 0) / rows.length;
      }
    }
  }
  return {
    users: rowsOf.map(([user]) => user),
    texts: rowsOf.map(([, rows]) => rows.map((row) => texts[row] ?? "").join("\n")),
    vectors: { values: means, dimensions },
  };
}

export const peopleSeed = ({ sharedSeed }: AnalysisContext): string =>
  sharedSeed(`topics of people by ${openingPrompts.id}`);

/** Groups of people by everything they asked; a notice when there are none. */
export function peopleTopics({ written, vectors }: FieldTopics, context: AnalysisContext): readonly Block[] {
  if (vectors === null) return [];
  const people = textsByPerson(written, vectors);
  context.onProgress(`looking for topics of ${people.users.length} people`);
  const { topics, outliers, problem } = findTopics(people.texts, people.vectors, {
    minimumSize,
    neighbours,
    seed: peopleSeed(context),
  });
  if (problem !== null) return [notice("note", `People are not grouped by all their prompts: ${problem}.`)];
  return [
    createTable({
      id: "topics-of-people",
      title: "People by all their opening prompts",
      caption: `One point a person: the mean of the embeddings of all their opening prompts; UMAP with ${neighbours} neighbours, HDBSCAN with at least ${minimumSize} people. Typical words are of all their prompts together. Outliers belong to no group.`,
      n: `${counted(people.users.length, "person", "people")}, ${counted(written.texts.length, "prompt")}`,
      columns: [
        {
          name: "topic_id",
          title: "Group",
          kind: "integer",
          description: "From 0, the largest first; -1 for outliers",
        },
        { name: "name", title: "Name", kind: "text" },
        { name: "people", title: "People", kind: "integer" },
        {
          name: "share",
          title: "Share",
          kind: "percent",
          description: "Of all people with an opening prompt",
        },
        { name: "words", title: "Typical words", kind: "text" },
      ],
      rows: [...topics, ...(outliers === null ? [] : [outliers])].map((topic) => [
        topic.id,
        topic.name,
        topic.size,
        topic.size / people.users.length,
        topic.words.length === 0 ? absent("only stop words") : topic.words.join(", "),
      ]),
    }),
  ];
}
