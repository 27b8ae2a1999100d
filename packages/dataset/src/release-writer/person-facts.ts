import type { JsonValue } from "@refract/core";
import { type FieldDefinition, field } from "../codebook/field-definition.ts";
import type { ReleaseParticipant, ReleaseStudy } from "./release-source.ts";

/**
 * What of a person's pages is not the same for everybody, for `answers.jsonl`: their language in a study of several, and the
 * version of a study that was changed. A study's own field of such a name comes first.
 */
export function personFacts(study: ReleaseStudy): readonly {
  readonly definition: FieldDefinition;
  readonly read: (participant: ReleaseParticipant) => JsonValue;
}[] {
  const facts = [
    {
      tells: study.languages.length > 1,
      definition: field("page_language", "level", "Language of the participant's pages.", {
        levels: study.languages,
      }),
      read: (participant: ReleaseParticipant) => participant.language,
    },
    {
      tells: study.version > 1,
      definition: field("study_version", "integer", "Version of the study the participant was in, from 1."),
      read: (participant: ReleaseParticipant) => participant.studyVersion,
    },
  ];
  const asked = new Set(study.surveyFields.map(({ name }) => name));
  return facts.filter(({ tells, definition }) => tells && !asked.has(definition.name));
}
