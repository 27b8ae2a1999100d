import { absent, type Block, createTable, heatmap, notice, type Table, withheldText } from "@refract/report";
import { counted } from "../../analysis/counted.ts";
import type { AnalysisData } from "../../data/analysis-data.ts";
import { inDeclaredOrder } from "../../data/declared-order.ts";
import type { Groups } from "../../groups/groups.ts";
import { levelOrder } from "../../groups/people-view.ts";
import type { FieldTopics } from "./field-topics.ts";
import { overRepresentation } from "./over-representation.ts";
import type { TextField } from "./text-fields.ts";

/** As for cells of a chi-square test: with fewer expected, a ratio varies by chance from nothing to several times. */
const fewExpected = 5;

/** Topics of a field: size, words and central texts. */
export function topicTable(field: TextField, { topics, written, namedBy }: FieldTopics): Table {
  const rows = [...topics.topics, ...(topics.outliers === null ? [] : [topics.outliers])];
  const byPerson = sharesByPerson(written.users, topics.labels);
  return createTable({
    id: `topics-${field.id.replaceAll("_", "-")}`,
    title: `Topics: ${field.title.toLowerCase()}`,
    caption: `Each topic with its ten most typical words and pairs of words (class-based tf-idf; left out are stop words of English, scikit-learn's list as in the paper, and of languages in other scripts) and the five distinct texts nearest to its middle. Named by ${namedBy}. Outliers belong to no topic.`,
    n: `${counted(written.texts.length, "text")} by ${counted(new Set(written.users).size, "person", "people")}`,
    columns: [
      {
        name: "topic_id",
        title: "Topic",
        kind: "integer",
        description: "From 0, the largest first; -1 for outliers",
      },
      { name: "name", title: "Name", kind: "text" },
      { name: "texts", title: "Texts", kind: "integer" },
      { name: "share", title: "Share", kind: "percent", description: "Of all texts of the field" },
      {
        name: "share_by_person",
        title: "By person",
        kind: "percent",
        description: "Mean over people of the share of their own texts: every person counts the same",
      },
      { name: "words", title: "Typical words", kind: "text" },
      {
        name: "central_texts",
        title: "Central texts",
        kind: "text",
        description: 'Separated by " | ", each cut at 200 characters',
      },
    ],
    rows: rows.map((topic) => [
      topic.id,
      topic.name,
      topic.size,
      topic.size / written.texts.length,
      byPerson.get(topic.id) ?? 0,
      topic.words.length === 0 ? absent("only stop words") : topic.words.join(", "),
      topic.texts.map((text) => text.replace(/\s+/g, " ").slice(0, 200)).join(" | "),
    ]),
  });
}

/**
 * Share of each topic with people as units: all texts of a person weigh 1 together, so that who writes more counts no more.
 *
 * @param users author of each text
 * @returns by topic, -1 for outliers; adds up to 1
 */
export function sharesByPerson(
  users: readonly string[],
  labels: ArrayLike<number>,
): ReadonlyMap<number, number> {
  const texts = new Map<string, number>();
  for (const user of users) texts.set(user, (texts.get(user) ?? 0) + 1);
  const shares = new Map<number, number>();
  for (const [row, user] of users.entries()) {
    const label = labels[row] ?? -1;
    shares.set(label, (shares.get(label) ?? 0) + 1 / (texts.get(user) ?? 1) / texts.size);
  }
  return shares;
}

/** Which groups write about which topic more than others: a table and a heatmap; a notice when no group is large enough. */
export function overRepresentationBlocks(
  { topics, written }: FieldTopics,
  groups: Groups,
  data: AnalysisData,
): readonly Block[] {
  const { shares: found, withheld } = overRepresentation(
    written,
    topics.labels,
    topics.topics.map(({ id }) => id),
    groups,
  );
  const shares = [...Map.groupBy(found, ({ attribute }) => attribute)].flatMap(([attribute, own]) => {
    const settings = groups.attributes[attribute];
    return settings === undefined
      ? own
      : inDeclaredOrder(own, levelOrder(data, settings), ({ level }) => level);
  });
  if (shares.length === 0) {
    return [
      notice(
        "impossible",
        `Groups are not compared: no group of the dataset has ${groups.minimum} people or more who wrote an opening prompt.`,
      ),
    ];
  }
  const nameOf = new Map(topics.topics.map(({ id, name }) => [id, name]));
  const rows = shares.flatMap((share) =>
    share.topics.map(({ texts, ...own }) => ({ ...share, ...own, inTopic: texts })),
  );
  return [
    createTable({
      id: "topic-over-representation",
      title: "Which groups write about which topic",
      caption: `Share of a group among a topic's prompts divided by its share among all prompts: 1 is as often as everybody, 2 twice as often. Groups of at least ${groups.minimum} people; excluded and missing levels left out.${withheldText(withheld.map(({ attribute, level }) => `${groups.attributes[attribute]?.title ?? attribute} ${level}`))} Prompts of one person are not independent, and small counts vary by chance: see the topic regressions for tests.`,
      n: `${counted(written.texts.length, "prompt")}, ${counted(shares.length, "group")}`,
      columns: [
        { name: "attribute", title: "Attribute", kind: "text" },
        { name: "group", title: "Group", kind: "text" },
        { name: "people", title: "People", kind: "integer" },
        { name: "prompts", title: "Prompts", kind: "integer" },
        { name: "topic_id", title: "Topic", kind: "integer" },
        { name: "topic", title: "Name", kind: "text" },
        { name: "prompts_in_topic", title: "In topic", kind: "integer" },
        {
          name: "expected_in_topic",
          title: "Expected",
          kind: "number",
          digits: 1,
          description: "Prompts in the topic if the group wrote on it as often as everybody",
        },
        {
          name: "ratio",
          title: "Ratio",
          kind: "number",
          description: "Share among the topic's prompts over share among all prompts",
        },
      ],
      rows: rows.map((row) => [
        groups.attributes[row.attribute]?.title ?? row.attribute,
        row.level,
        row.people,
        row.texts,
        row.topic,
        nameOf.get(row.topic) ?? "",
        row.inTopic,
        row.expected,
        row.ratio,
      ]),
    }),
    heatmap({
      id: "topic-over-representation-map",
      title: "Which groups write about which topic",
      caption: `How many times as often as everybody a group writes on a topic: grey as often, blue more, orange less; twice as often is as dark as half as often, and beyond 4 and ¼ nothing grows darker. A dot: fewer than ${fewExpected} prompts would be expected, so that the ratio says little.`,
      method: `ratio of shares, groups of at least ${groups.minimum} people`,
      n: `${counted(written.texts.length, "prompt")}, ${counted(shares.length, "group")}`,
      data: rows.map((row) => ({
        group: `${groups.attributes[row.attribute]?.title ?? row.attribute}: ${row.level}`,
        topic: nameOf.get(row.topic) ?? "",
        prompts: row.inTopic,
        expected: row.expected,
        ratio: row.ratio,
        mark: row.expected < fewExpected ? "·" : "",
      })),
      x: { field: "topic", title: "" },
      y: { field: "group", title: "" },
      value: { field: "ratio", title: "Ratio", format: ".2f" },
      colours: "diverging",
      middle: 1,
      logarithmic: true,
      domain: [1 / 4, 4],
      mark: "mark",
    }),
  ];
}
