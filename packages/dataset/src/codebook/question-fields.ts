import { conversationAttributeKeys } from "../prism-release/keys.ts";
import { personFacts } from "../release-writer/person-facts.ts";
import type { ReleaseStudy, SurveyField, SurveyFieldKind } from "../release-writer/release-source.ts";
import { surveyLeaves } from "../release-writer/survey-records.ts";
import { type FieldDefinition, type FieldType, field, wording } from "./field-definition.ts";

/** The study's questions without a field in PRISM's schema, whose answers stand in `answers.jsonl`. */
export function questionFields(study: ReleaseStudy): readonly FieldDefinition[] {
  const own = study.surveyFields.filter((each) => !surveyLeaves.has(each.name)).map(questionField);
  const blocks = [
    ["performance_attributes", study.conversations?.performanceAttributes ?? null],
    ["choice_attributes", study.conversations?.choiceAttributes ?? null],
  ] as const;
  const statements = blocks.flatMap(([name, block]) =>
    (block?.statements ?? [])
      .filter((statement) => !conversationAttributeKeys.some((key) => key === statement.id))
      .map((statement) =>
        field(`${name}.${statement.id}`, "number", "A statement about a conversation.", {
          question: wording(block?.stem ?? "", statement.text),
          nullMeans: "not-asked",
        }),
      ),
  );
  const facts = personFacts(study).map(({ definition }) => definition);
  return [...facts, ...own, ...statements, ...(study.conversations?.otherFields ?? []).map(questionField)];
}

function questionField(source: SurveyField): FieldDefinition {
  return field(source.name, typeOf(source.kind), source.origin === "derived" ? source.question : "", {
    question: source.origin === "answered" ? wording(source.question) : null,
    levels: source.levels,
    minimum: source.minimum,
    maximum: source.maximum,
    nullMeans: "not-asked",
  });
}

function typeOf(kind: SurveyFieldKind): FieldType {
  switch (kind) {
    case "choice":
      return "level";
    case "choices":
    case "order":
      return "list";
    case "boolean":
      return "flag";
    case "number":
      return "number";
    case "text":
      return "text";
  }
}
