import { conversationAttributeKeys } from "../prism-release/keys.ts";
import { personFacts } from "../release-writer/person-facts.ts";
import { isReleaseField } from "../release-writer/release-field.ts";
import type { ReleaseStudy, SurveyField } from "../release-writer/release-source.ts";
import { type FieldDefinition, type FieldType, field, wording } from "./field-definition.ts";

/** What is told of every person beside PRISM's schema: the study's own survey questions and what differs between people. */
export function personQuestions(study: ReleaseStudy): readonly FieldDefinition[] {
  const own = study.surveyFields.filter((each) => !isReleaseField(each));
  return [
    ...personFacts(study).map(({ definition }) => definition),
    ...own.map((each) => questionField(each, study)),
  ];
}

/** The study's own questions about a conversation. */
export function conversationQuestions(study: ReleaseStudy): readonly FieldDefinition[] {
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
  const others = (study.conversations?.otherFields ?? []).map((each) => questionField(each, study));
  return [...statements, ...others];
}

function questionField(source: SurveyField, study: ReleaseStudy): FieldDefinition {
  const said = source.origin === "derived" ? source.question : "";
  return field(source.name, typeOf(source), [said, source.notice ?? ""].join(" ").trim(), {
    question: source.origin === "answered" ? wording(source.question) : null,
    levels: source.levels,
    minimum: source.minimum,
    maximum: source.maximum,
    nullMeans: "not-asked",
    versions: source.versions ?? [study.version],
  });
}

function typeOf({ kind, levels }: SurveyField): FieldType {
  switch (kind) {
    case "choice":
      // Points of a scale, 1 to 7: a column of numbers.
      return levels.length > 0 && levels.every(isWholeNumber) ? "integer" : "level";
    case "choices":
      return "list";
    case "order":
      return "integer";
    case "boolean":
      return "flag";
    case "number":
      return "number";
    case "text":
    case "mixed":
      return "text";
    case "date":
      return "date";
  }
}

function isWholeNumber(level: string): boolean {
  return Number.isSafeInteger(Number(level)) && String(Number(level)) === level;
}
