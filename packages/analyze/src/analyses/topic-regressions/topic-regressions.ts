import { type Block, notice } from "@refract/report";
import { type AnalysisContext, defineAnalysis, type Finding } from "../../analysis/analysis.ts";
import { counted } from "../../analysis/counted.ts";
import { levelOrder, missingLevel } from "../../groups/people-view.ts";
import { coefficientMap } from "./coefficient-map.ts";
import { fitTopicRegressions, type TopicFactor } from "./fit-topic-regressions.ts";
import { type PromptTopics, promptTopics } from "./prompt-topics.ts";
import { coefficientTable, familyTable, isStarred, modelTable, pOf } from "./regression-tables.ts";

/** The name conversation types go by among the attributes; no attribute of a groups file has a blank in its name. */
const conversationType = "conversation type";

/** Who writes about what, other things equal: a regression of every topic on attributes and conversation type. */
export const topicRegressionsAnalysis = defineAnalysis({
  id: "topic-regressions",
  title: "Who writes about which topic",
  description:
    "One linear probability model a topic: who is more likely to open a conversation on it, other attributes and the conversation type held equal.",
  source: "Kirk et al. (2024), section 3 (Case study I), appendix on topic regressions",
  citation: "Kirk, H. R. et al. (2024). The PRISM Alignment Dataset. arXiv 2404.16019.",
  needs: { conversations: ["conversation_id", "user_id", "opening_prompt"], participants: ["user_id"] },
  // Topics may also come from a file, so that a missing embedder alone doesn't make this impossible.
  embeds: false,
  mayEmbed: true,
  publishedQuirks:
    "standard errors are HC1, which takes the prompts of one person for independent, and the 682 tests are not corrected for their number. Corrected: errors clustered by participant (CR1), stars at a Benjamini-Hochberg adjusted p below 0.01, no test for levels of too few people.",
  run: async (context) => {
    const found = await promptTopics(context);
    if (typeof found === "string") return impossible(found);
    if (!found.labels.some((label) => label >= 0))
      return impossible("every prompt is an outlier, so there is no topic");
    return regress(found, context);
  },
});

function regress(found: PromptTopics, { data, groups, mode }: AnalysisContext): Finding {
  const { written, rows, labels, names } = found;
  const people = rows.map((row) => written.users[row] ?? "");
  const factors = factorsOf(found, groups.attributes, data);
  const usable = factors.filter(({ levels }) => new Set(levels).size > 1);
  if (usable.length === 0)
    return impossible(
      "no attribute of the groups file and no conversation type has two levels among the prompts",
    );
  const result = fitTopicRegressions(labels, people, usable, { minimumPeople: groups.minimum });
  const titleOf = (factor: string) =>
    factor === conversationType ? "Conversation type" : (groups.attributes[factor]?.title ?? factor);
  const starred = result.coefficients.filter((one) => isStarred(one, mode)).length;
  const view = { result, names, titleOf, mode, minimumPeople: groups.minimum };
  const blocks: Block[] = [
    ...found.notices,
    ...result.notes.map((note) => notice("note", note)),
    ...(result.dropped.length === 0
      ? []
      : [
          notice(
            "warning",
            `Left out because they follow from other columns: ${result.dropped.map(({ name }) => name).join("; ")}.`,
          ),
        ]),
    familyTable(view),
    ...coefficientMap(view),
    coefficientTable(view),
    modelTable(view),
  ];
  return {
    summary: result.coefficients.every((one) => pOf(one, mode) === null)
      ? `None of ${counted(result.coefficients.length, "coefficient")} over ${counted(result.topics.length, "topic")} could be tested; the table says why.`
      : `${starred} of ${counted(result.coefficients.length, "coefficient")} over ${counted(result.topics.length, "topic")} ${starred === 1 ? "is" : "are"} starred (${mode === "published" ? "p < 0.01, HC1, not corrected" : "Benjamini-Hochberg adjusted p < 0.01, errors clustered by participant"}).`,
    provenance: {
      population: `opening prompts with a topic or among the outliers (${rows.length} of ${written.ids.length + written.empty})`,
      weights: "none: every prompt counts the same",
      n: `${counted(result.prompts, "prompt")} by ${counted(result.people, "person", "people")}`,
      method: `linear probability models of ${found.origin} on ${usable.map(({ name }) => titleOf(name).toLowerCase()).join(", ")}; two-sided t tests`,
      seed: found.seed,
    },
    blocks,
  };
}

/** Attributes in the order of the groups file, then the conversation type; each with a reference level that occurs. */
function factorsOf(
  { written, rows }: PromptTopics,
  attributes: AnalysisContext["groups"]["attributes"],
  data: AnalysisContext["data"],
): readonly TopicFactor[] {
  const take = (values: readonly string[]) => rows.map((row) => values[row] ?? missingLevel);
  const factors = Object.entries(written.levels).map(([name, values]) =>
    withReference({
      name,
      levels: take(values),
      order: attributes[name] === undefined ? [] : levelOrder(data, attributes[name]),
      reference: attributes[name]?.reference,
    }),
  );
  const type = {
    name: conversationType,
    levels: take(written.conversationTypes),
    order: [],
    reference: "unguided",
  };
  return [...factors, withReference(type)];
}

/** The largest level stands in for a reference that is not named or does not occur. */
function withReference(factor: TopicFactor): TopicFactor {
  if (factor.reference !== undefined && factor.levels.includes(factor.reference)) return factor;
  const bySize = Array.from(Map.groupBy(factor.levels, (level) => level)).sort(
    ([a, rowsA], [b, rowsB]) => rowsB.length - rowsA.length || (a < b ? -1 : 1),
  );
  return { ...factor, reference: bySize[0]?.[0] };
}

function impossible(problem: string): Finding {
  return {
    summary: "Topics could not be explained by groups.",
    provenance: {
      population: "opening prompts",
      weights: "none",
      n: "0",
      method: "linear probability models of topics",
      seed: null,
    },
    blocks: [notice("impossible", `${problem}.`)],
  };
}
