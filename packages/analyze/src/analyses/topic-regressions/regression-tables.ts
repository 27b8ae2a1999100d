import { absent, type Cell, type Column, createTable, numberCell, type Table } from "@refract/report";
import { counted } from "../../analysis/counted.ts";
import type { Mode } from "../../mode.ts";
import type { TopicCoefficient, TopicRegressions } from "./fit-topic-regressions.ts";

export interface RegressionView {
  readonly result: TopicRegressions;
  readonly names: ReadonlyMap<number, string>;
  readonly titleOf: (factor: string) => string;
  readonly mode: Mode;
  readonly minimumPeople: number;
}

const level = 0.01;

/** Published: p of HC1 below 0.01. Corrected: Benjamini-Hochberg adjusted p of clustered errors below 0.01. */
export function isStarred(one: TopicCoefficient, mode: Mode): boolean {
  const p = pOf(one, mode);
  return p !== null && p < level;
}

/** The p that stars are by; null where nothing was tested. */
export function pOf({ robustP, benjaminiHochbergP }: TopicCoefficient, mode: Mode): number | null {
  return mode === "published" ? robustP : benjaminiHochbergP;
}

/** Every coefficient of every topic. */
export function coefficientTable({ result, names, titleOf, mode, minimumPeople }: RegressionView): Table {
  const corrected = mode === "corrected";
  const clusteredColumns: readonly Column[] = [
    {
      name: "se_clustered",
      title: "SE",
      kind: "number",
      digits: 4,
      description: "Clustered by participant (CR3: each left out in turn)",
    },
    {
      name: "p_clustered",
      title: "p",
      kind: "p-value",
      description: "Two-sided t test, participants - 1 degrees of freedom",
    },
    {
      name: "p_benjamini_hochberg",
      title: "p (BH)",
      kind: "p-value",
      description: "Benjamini-Hochberg over all tests of this table",
    },
    { name: "p_holm", title: "p (Holm)", kind: "p-value", description: "Holm over all tests of this table" },
  ];
  const count = result.coefficients.length;
  return createTable({
    id: "topic-regression-coefficients",
    title: "Coefficients of all topics",
    caption: `Change of the probability that a prompt is on the topic, against prompts of the reference level, everything else in the model held equal. ${
      corrected
        ? `Starred where the Benjamini-Hochberg adjusted p of errors clustered by participant is below 0.01. Levels of fewer than ${minimumPeople} people, or whose reference has fewer, are neither tested nor shown: an estimate would say what a handful of people wrote of, and clustered errors say nothing about them. HC1 stands beside for comparison with the paper.`
        : `Starred where p is below 0.01 by HC1 errors, as published: not corrected for ${count} tests, of which ${Math.round(count * level)} would be starred by chance alone if nothing were there.`
    }`,
    n: `${counted(result.prompts, "prompt")} by ${counted(result.people, "person", "people")}, ${counted(result.topics.length, "topic")}`,
    columns: [
      { name: "topic_id", title: "Topic", kind: "integer" },
      { name: "topic", title: "Name", kind: "text" },
      { name: "variable", title: "Variable", kind: "text" },
      { name: "level", title: "Level", kind: "text" },
      { name: "reference", title: "Against", kind: "text" },
      { name: "people", title: "People", kind: "integer" },
      { name: "prompts", title: "Prompts", kind: "integer" },
      { name: "estimate", title: "Estimate", kind: "number", digits: 4 },
      ...(corrected ? clusteredColumns : []),
      {
        name: "se_hc1",
        title: corrected ? "SE (HC1)" : "SE",
        kind: "number",
        digits: 4,
        description: "HC1: prompts as if independent",
      },
      {
        name: "p_hc1",
        title: corrected ? "p (HC1)" : "p",
        kind: "p-value",
        description: "Two-sided t test, n - p degrees of freedom",
      },
      { name: "starred", title: "Star", kind: "flag" },
    ],
    rows: result.coefficients.map((one): readonly Cell[] => {
      const dropped = "the column follows from others";
      const problem = result.topics.find(({ topic }) => topic === one.topic)?.problem ?? "no standard error";
      // a topic that the levels explain without a rest has estimates but nothing to test
      const without = one.estimate === null ? dropped : problem;
      const few = Math.min(one.people, one.referencePeople) < minimumPeople;
      const untested = few ? `fewer than ${minimumPeople} people` : without;
      const tested = (value: number | null) => numberCell(value, untested);
      // With one factor an estimate is the share of a level less that of its reference: of a few people it says what they wrote of.
      const isHidden = few && corrected;
      const shown = (value: number | null, why: string) =>
        isHidden ? absent(untested) : numberCell(value, why);
      return [
        one.topic,
        names.get(one.topic) ?? `Topic ${one.topic}`,
        titleOf(one.factor),
        one.level,
        one.reference,
        one.people,
        isHidden ? absent(untested) : one.prompts,
        shown(one.estimate, dropped),
        ...(corrected
          ? [one.clusteredError, one.clusteredP, one.benjaminiHochbergP, one.holmP].map(tested)
          : []),
        shown(one.robustError, without),
        shown(one.robustP, without),
        isStarred(one, mode),
      ];
    }),
  });
}

/** Tests and stars a variable. */
export function familyTable({ result, titleOf, mode }: RegressionView): Table {
  const families = Map.groupBy(result.coefficients, ({ factor }) => factor);
  return createTable({
    id: "topic-regression-stars",
    title: "Stars by variable",
    caption:
      "Coefficients over all topics and how many of them are starred; beside it how many are starred by HC1 errors without correction, as published.",
    n: `${counted(result.prompts, "prompt")} by ${counted(result.people, "person", "people")}, ${counted(result.topics.length, "topic")}`,
    columns: [
      { name: "variable", title: "Variable", kind: "text" },
      { name: "coefficients", title: "Coefficients", kind: "integer" },
      { name: "starred", title: "Starred", kind: "integer" },
      {
        name: "starred_published",
        title: "As published",
        kind: "integer",
        description: "p < 0.01 by HC1, not corrected",
      },
    ],
    rows: Array.from(families, ([factor, members]) => [
      titleOf(factor),
      members.length,
      members.filter((one) => isStarred(one, mode)).length,
      members.filter((one) => isStarred(one, "published")).length,
    ]),
  });
}

/** Size and fit of each topic's model. */
export function modelTable({ result, names }: RegressionView): Table {
  return createTable({
    id: "topic-regression-models",
    title: "Models",
    caption:
      "Prompts on the topic and share of variance explained by who wrote and in which type of conversation.",
    n: `${counted(result.prompts, "prompt")} by ${counted(result.people, "person", "people")}`,
    columns: [
      { name: "topic_id", title: "Topic", kind: "integer" },
      { name: "topic", title: "Name", kind: "text" },
      { name: "prompts", title: "Prompts", kind: "integer" },
      { name: "r_squared", title: "R²", kind: "number", digits: 4 },
      { name: "problem", title: "Problem", kind: "text" },
    ],
    rows: result.topics.map(({ topic, size, rSquared, problem }) => [
      topic,
      names.get(topic) ?? `Topic ${topic}`,
      size,
      numberCell(rSquared, problem ?? "nothing varies"),
      problem ?? absent("none"),
    ]),
  });
}
