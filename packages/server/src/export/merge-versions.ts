import type { ReleaseAttributeBlock, ReleaseConversationDesign, ReleaseStudy } from "@refract/dataset";
import { mergeFields } from "./merge-fields.ts";

/**
 * The latest version of a study, with what earlier ones asked besides: people stay on the version they began, so that a
 * dataset has answers to questions that are gone from the study.
 *
 * @param studies Every version, the first one first.
 */
export function mergeVersions(studies: readonly ReleaseStudy[]): ReleaseStudy {
  const latest = studies.at(-1);
  if (latest === undefined) throw new Error("a study has at least one version");
  const items = union(
    studies.map((study) => study.items ?? []),
    ({ stage, item }) => JSON.stringify([stage, item]),
  );
  const samples = [...new Set(studies.flatMap((study) => study.samples ?? []))];
  return {
    ...latest,
    ...(studies.every((study) => study.items === undefined) ? {} : { items }),
    ...(samples.length === 0 ? {} : { samples }),
    models: union(
      studies.map((study) => study.models),
      (model) => model.id,
    ),
    surveyFields: mergeFields(studies.map(({ version, surveyFields: fields }) => ({ version, fields }))),
    conversations: mergeDesigns(
      studies.flatMap(({ version, conversations }) =>
        conversations === null ? [] : [{ version, ...conversations }],
      ),
    ),
  };
}

function mergeDesigns(
  designs: readonly (ReleaseConversationDesign & { readonly version: number })[],
): ReleaseConversationDesign | null {
  const last = designs.at(-1);
  if (last === undefined) return null;
  const { version: _, ...latest } = last;
  const later = designs.map((design) => design.laterResponses);
  const [fewest, most] = [Math.min(...later), Math.max(...later)];
  return {
    ...latest,
    laterResponses: most,
    ...(fewest === most ? {} : { fewestLaterResponses: fewest }),
    types: union(
      designs.map((design) => design.types),
      (type) => type.id,
    ),
    openingResponses: Math.max(...designs.map((design) => design.openingResponses)),
    minimumTurns: Math.min(...designs.map((design) => design.minimumTurns)),
    performanceAttributes: mergeBlocks(designs.map((design) => design.performanceAttributes)),
    choiceAttributes: mergeBlocks(designs.map((design) => design.choiceAttributes)),
    openFeedback: designs.findLast((design) => design.openFeedback !== null)?.openFeedback ?? null,
    otherFields: mergeFields(designs.map(({ version, otherFields: fields = [] }) => ({ version, fields }))),
  };
}

function mergeBlocks(blocks: readonly (ReleaseAttributeBlock | null)[]): ReleaseAttributeBlock | null {
  const asked = blocks.filter((block) => block !== null);
  const latest = asked.at(-1);
  if (latest === undefined) return null;
  return {
    ...latest,
    minimum: Math.min(...asked.map((block) => block.minimum)),
    maximum: Math.max(...asked.map((block) => block.maximum)),
    statements: union(
      asked.map((block) => block.statements),
      (statement) => statement.id,
    ),
  };
}

/** Every item once, as the last list has it, in order of first appearance. */
function union<Item>(lists: readonly (readonly Item[])[], key: (item: Item) => string): Item[] {
  return [...new Map(lists.flat().map((item) => [key(item), item])).values()];
}
