import type { JsonValue } from "@refract/core";
import { type FieldDefinition, field } from "../codebook/field-definition.ts";
import { leftOutReasons } from "../manifest/left-out.ts";
import { type ReleaseParticipant, type ReleaseStudy, releaseOutcomes } from "./release-source.ts";

const unknown = "unknown";

/** The browser's own description of itself is not kept; these classes are. */
const deviceFacts = [
  {
    definition: field("device", "level", "Kind of device the participant came by.", {
      levels: ["desktop", "tablet", "phone", unknown],
    }),
    read: ({ device }: ReleaseParticipant) => device?.kind ?? unknown,
  },
  {
    definition: field("operating_system", "level", "Its operating system.", {
      levels: ["Windows", "macOS", "Linux", "ChromeOS", "Android", "iOS", unknown],
    }),
    read: ({ device }: ReleaseParticipant) => device?.system ?? unknown,
  },
  {
    definition: field("browser", "level", "Family and major version of the browser, or `unknown`."),
    read: ({ device }: ReleaseParticipant) => device?.browser ?? unknown,
  },
];

/**
 * What of a person's pages is not the same for everybody, for `answers.jsonl`: their language in a study of several, the
 * version of a study that was changed, a second submission, how a visit ended where the study can end it, why the study's rule leaves them out where everybody was asked for, and whether they are part of its representative sample. A study's own field of such a name comes first.
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
    {
      tells: study.marks?.submissions ?? false,
      definition: field(
        "submission",
        "integer",
        "Which submission of the same panel id this is, from 1. Those above 1 are of people who are in the data already.",
      ),
      read: (participant: ReleaseParticipant) => participant.submission ?? 1,
    },
    {
      tells: study.marks?.outcomes ?? false,
      definition: field("visit_outcome", "level", "How the visit ended.", { levels: releaseOutcomes }),
      read: (participant: ReleaseParticipant) => participant.outcome ?? "unfinished",
    },
    {
      tells: study.marks?.everybody ?? false,
      definition: field(
        "left_out_by_rule",
        "level",
        "Why the study's rule leaves this person out; `no` for those it keeps. This export has everybody.",
        { levels: ["no", ...leftOutReasons] },
      ),
      read: (participant: ReleaseParticipant) => participant.leftOutBy ?? "no",
    },
    ...deviceFacts.map((fact) => ({ tells: study.marks?.devices ?? false, ...fact })),
    // PRISM's schema has a field for these two.
    ...(study.samples ?? [])
      .filter((name) => name !== "US" && name !== "UK")
      .map((name) => ({
        tells: true,
        definition: field(
          `included_in_${name}_REP`,
          "flag",
          `Part of the representative sample ${name} of the study.`,
        ),
        read: (participant: ReleaseParticipant) => participant.representativeSamples.includes(name),
      })),
  ];
  const asked = new Set(study.surveyFields.map(({ name }) => name));
  return facts.filter(({ tells, definition }) => tells && !asked.has(definition.name));
}
