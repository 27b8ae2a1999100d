import { posix } from "node:path";
import { samplesOf, textIn } from "@refract/core";
import type { ReleaseSeed, ReleaseStudy } from "@refract/dataset";
import { seedDigest } from "@refract/stats";
import type { OpenedStudy } from "../session/open-study.ts";
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
  const parts = opened.stages.map((stage) => stage.release(opened.setting));
  const asked = parts.flatMap(({ fields = [] }) => fields);
  const names = new Set(asked.map((field) => field.name));
  const coding = codings.find((candidate) => candidate.applies(names)) ?? null;
  const digest = seedDigest(seed);
  const releaseSeed: ReleaseSeed = openSeed
    ? { kind: "open", digest, value: seed }
    : { kind: "digest", digest };
  const conversations = parts.find((part) => part.conversations !== undefined)?.conversations ?? null;
  const ofItems = parts.flatMap(({ items }) => (items === undefined ? [] : [items]));
  const files: OpenedStudy["files"] = Object.assign({}, opened.files, ...parts.map((part) => part.files));
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
      conversations,
      ...(ofItems.length === 0 ? {} : { items: ofItems.flat() }),
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
      files: Object.fromEntries(Object.entries(files).map(([path, text]) => [posix.normalize(path), text])),
    },
  };
}
