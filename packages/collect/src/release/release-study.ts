import { posix } from "node:path";
import { samplesOf, textIn } from "@refract/core";
import type {
  ReleaseAttributeBlock,
  ReleaseConversationDesign,
  ReleaseSeed,
  ReleaseStudy,
  SurveyField,
} from "@refract/dataset";
import { seedDigest } from "@refract/stats";
import { type ConversationConfig, conversationConfigSchema } from "../conversation/conversation-config.ts";
import { touchedField } from "../conversation/touched-field.ts";
import type { OpenedStudy } from "../session/open-study.ts";
import { stageConfig } from "../stage.ts";
import { compileSurvey } from "../survey/compile-survey.ts";
import { surveyFields } from "../survey/survey-fields.ts";
import { releasedFiles, releaseItems } from "./release-items.ts";
import { releasedBlocks } from "./released-blocks.ts";
import type { SurveyCoding } from "./survey-coding.ts";

export interface ReleaseStudyOptions {
  readonly opened: OpenedStudy;
  readonly version: number;
  readonly hash: string;
  /** The study's secret seed; only simulated datasets give it away. */
  readonly seed: string;
  readonly openSeed: boolean;
  readonly codings: readonly SurveyCoding[];
}

/** What a release says of the study, and the coding that its survey values go through. */
export function releaseStudy({ opened, version, hash, seed, openSeed, codings }: ReleaseStudyOptions): {
  study: ReleaseStudy;
  coding: SurveyCoding | null;
} {
  const { study } = opened;
  const language = study.languages[0] ?? "en";
  const say = (text: Parameters<typeof textIn>[0] | undefined) =>
    text === undefined ? null : textIn(text, language, language);
  const asked = askedFields(opened);
  const names = new Set(asked.map((field) => field.name));
  const coding = codings.find((candidate) => candidate.applies(names)) ?? null;
  const digest = seedDigest(seed);
  const releaseSeed: ReleaseSeed = openSeed
    ? { kind: "open", digest, value: seed }
    : { kind: "digest", digest };
  const design = conversationConfigs(opened)[0];
  const items = releaseItems(opened);
  const samples = samplesOf(study).map(({ name }) => name);
  return {
    coding,
    study: {
      id: study.id,
      title: textIn(study.title, language, language),
      description: say(study.description),
      organisation: say(study.organisation),
      contact: say(study.contact),
      pay: say(study.pay),
      version,
      hash,
      seed: releaseSeed,
      languages: study.languages,
      models: study.models.map((model) => ({
        id: model.id,
        reference: model.use,
        description: model.description ?? {},
        instruction: model.instruction ?? null,
        parameters: { ...study.parameters, ...model.parameters },
        defaultParameters: model.description?.defaultParameters ?? null,
      })),
      instruction: study.instruction,
      surveyFields: coding === null ? asked : coding.fields(asked),
      conversations: design === undefined ? null : conversationDesign(design, say),
      ...(items === undefined ? {} : { items }),
      ...(samples.length === 0 ? {} : { samples }),
      card: {
        licence: study.dataset.licence,
        modelTextLicence: study.dataset.modelTextLicence,
        citation: study.dataset.citation ?? null,
        motivation: study.dataset.motivation ?? null,
        intendedUse: study.dataset.intendedUse ?? null,
        collection: study.dataset.collection ?? null,
        ethics: study.dataset.ethics ?? null,
        maintenance: study.dataset.maintenance ?? null,
      },
      files: Object.fromEntries(
        Object.entries(releasedFiles(opened)).map(([path, text]) => [posix.normalize(path), text]),
      ),
    },
  };
}

/** The conversation stages of a study, in order. */
export function conversationConfigs({ study }: OpenedStudy): ConversationConfig[] {
  return study.stages
    .filter((stage) => stage.type === "conversation")
    .map((stage) => stageConfig(conversationConfigSchema, stage));
}

/** Fields of every survey, as they are stored. */
function askedFields({ study, files }: OpenedStudy): SurveyField[] {
  return study.stages.flatMap((stage): SurveyField[] => {
    if (stage.type === "survey" && "survey" in stage && typeof stage.survey === "string") {
      const { definition } = compileSurvey(files[stage.survey] ?? "", {
        file: stage.survey,
        languages: study.languages,
        stored: true,
      });
      return definition === null ? [] : surveyFields(definition).map(({ askedIf: _, ...field }) => field);
    }
    return [];
  });
}

function conversationDesign(
  config: ConversationConfig,
  say: (text: Parameters<typeof textIn>[0]) => string | null,
): ReleaseConversationDesign {
  const block = (id: string): ReleaseAttributeBlock | null => {
    const found = config.attributes.find((candidate) => candidate.id === id);
    if (found === undefined) return null;
    return {
      stem: say(found.stem) ?? "",
      minimum: found.minimum,
      maximum: found.maximum,
      minimumLabel: say(found.minimumLabel) ?? "",
      maximumLabel: say(found.maximumLabel) ?? "",
      statements: found.statements.map((statement) => ({
        id: statement.id,
        text: say(statement.text) ?? "",
      })),
    };
  };
  const { judge } = config;
  return {
    types: config.types.map((type) => ({ id: type.id, title: say(type.title) ?? type.id })),
    openingResponses: config.opening.models,
    laterResponses: config.continuation.with === "all" ? config.opening.models : config.continuation.samples,
    continuation: config.continuation.with,
    minimumTurns: config.turns.minimum,
    judge:
      judge.kind === "scale"
        ? {
            kind: "scale",
            minimum: judge.minimum,
            maximum: judge.maximum,
            startAt: judge.startAt === "none" ? null : judge.startAt,
            minimumLabel: say(judge.minimumLabel) ?? "",
            maximumLabel: say(judge.maximumLabel) ?? "",
          }
        : {
            kind: "verdict",
            options: judge.options.map((option) => ({
              id: option.id,
              label: say(option.label) ?? option.id,
            })),
          },
    performanceAttributes: block("performance_attributes"),
    choiceAttributes: block("choice_attributes"),
    openFeedback: config.feedback === undefined ? null : say(config.feedback.prompt),
    otherFields: config.attributes.flatMap(({ id, stem, minimum, maximum, startAt, statements }) => {
      const isReleased = releasedBlocks.some((released) => released === id);
      return statements.flatMap((statement) => {
        const question = `${say(stem) ?? ""} ${say(statement.text) ?? ""}`.trim();
        const common = { levels: [], origin: "answered" as const };
        const value = {
          ...{ name: `${id}.${statement.id}`, question, kind: "number" as const, minimum, maximum },
          ...common,
        };
        const touched = {
          name: touchedField(id, statement.id),
          question: `whether the handle was touched, which stands at ${startAt} before: ${question}`,
          kind: "boolean" as const,
          ...{ minimum: null, maximum: null },
          ...common,
        };
        return [...(isReleased ? [] : [value]), ...(startAt === "none" ? [] : [touched])];
      });
    }),
  };
}
