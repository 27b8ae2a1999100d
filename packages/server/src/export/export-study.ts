import {
  createSampleCount,
  type OpenedStudy,
  releaseParticipant,
  releaseStudy,
  type SampleCell,
  type SurveyCoding,
} from "@refract/collect";
import { ownValue, RefractError, samplesOf } from "@refract/core";
import type {
  LeftOutCounts,
  ReleaseDetectors,
  ReleaseParticipant,
  ReleaseStudy,
  TabularForms,
  WrittenRelease,
} from "@refract/dataset";
import type { PersonRow, SimulatedChoice, Store } from "@refract/store";
import { type VisitCounts, visitCounts } from "../people/visit-counts.ts";
import type { Secrets } from "../secrets.ts";
import type { ShelvedStudy, StudyShelf } from "../sessions/study-shelf.ts";
import { voicesStandingIn } from "../stand-in/stand-in-voices.ts";
import { type LeftOutPerson, leftOutPeople } from "./left-out-people.ts";
import { mergeVersions } from "./merge-versions.ts";

export interface ExportOptions {
  readonly store: Store;
  readonly shelf: StudyShelf;
  readonly studyId: string;
  readonly out: string;
  readonly simulated: SimulatedChoice;
  readonly codings: readonly SurveyCoding[];
  /** What somebody said of flagged texts of people (`readAnnotations`). */
  readonly checkedByHand?: NonNullable<ReleaseDetectors["checkedByHand"]>;
  readonly forms?: Partial<TabularForms>;
  readonly overwrite?: boolean;
  /** Opens panel ids, to leave out those of tests; without it nobody is known by an id. */
  readonly secrets?: Secrets | null;
  /** Everybody who has not withdrawn, marked where the study's rule leaves them out; false unless told. */
  readonly everybody?: boolean;
  readonly generatedBy: string;
  /** Left out of simulated data so that two runs give the same bytes. */
  readonly generatedAt: number | null;
  /**
   * Demo voices that answered in place of the pool's models, by model id. Unless told: with simulated people only, those
   * that answer the simulated people of a server; else none.
   */
  readonly standIns?: Readonly<Record<string, string>>;
  /** Holds REFRACT_MODERATION_URL, _KEY and _MODEL where a moderation service is configured. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onProgress?: (people: number) => void;
  /** Whom the rule leaves out (or would), when everybody is written. */
  readonly onLeftOut?: (people: readonly LeftOutPerson[]) => void;
  /** How the visits of all people of the chosen kind ended, those who are not in the dataset too. */
  readonly onVisits?: (counts: VisitCounts) => void;
  /** How far the study's sample is filled, when everybody is counted. */
  readonly onSample?: (cells: readonly SampleCell[]) => void;
  /**
   * Files to come along, such as a simulation's truth.json.
   *
   * @param userIds The released id of everybody, by participant id of the store.
   */
  readonly extraFiles?: (userIds: ReadonlyMap<string, string>) => Readonly<Record<string, string>>;
}

/** Writes a study's dataset, straight from the rows and one person at a time. */
export async function exportStudy(options: ExportOptions): Promise<WrittenRelease> {
  const { store, shelf, studyId, simulated, codings, env, secrets = null } = options;
  // Loaded now and not with the server, which answers people sooner without it.
  const { createLanguageDetector, createPersonalDataDetector, writeRelease } = await import(
    "@refract/dataset"
  );
  const people = await store.people(studyId);
  const versions = await usableVersions(options, people);
  const latest = await shelf.newest(studyId);
  const releases = new Map(
    versions.map(({ opened, version, row }) => [
      version.version,
      releaseStudy({
        opened,
        version: version.version,
        hash: version.hash,
        seed: row.seed,
        openSeed: simulated === "only",
        codings,
      }),
    ]),
  );
  const standIns =
    options.standIns ?? (simulated === "only" ? voicesStandingIn(latest.opened.study.models) : {});
  const merged = mergeVersions([...releases.values()].map((release) => release.study));
  const study = {
    ...merged,
    models: merged.models.map((model) => ({
      ...model,
      reference: ownValue(standIns, model.id) ?? model.reference,
    })),
  };

  const ruledOut = await leftOutPeople({
    store,
    shelf,
    studyId,
    simulated,
    people,
    secrets,
    now: Date.now(),
  });
  const submissions = new Map(people.map(({ participant, submission }) => [participant.id, submission]));
  const leftOut: LeftOutPerson[] = [];

  const { extraFiles, onProgress } = options;
  const userIds = new Map<string, string>();
  let writing = "";
  const samples = createSampleCount(samplesOf(latest.opened.study));

  async function* participants(): AsyncGenerator<ReleaseParticipant> {
    for await (const record of store.records(studyId, { simulated })) {
      const { id, status, outcome } = record.participant;
      if (status === "withdrawn") continue;
      const ruled = ruledOut.get(id) ?? null;
      if (ruled !== null) leftOut.push(ruled);
      if (ruled !== null && options.everybody !== true) continue;
      const { studyVersion } = record.participant;
      const opened = await shelf.opened(studyId, studyVersion);
      writing = id;
      yield {
        ...releaseParticipant(record, opened, releases.get(studyVersion)?.coding ?? null, samples),
        submission: submissions.get(id) ?? 1,
        outcome: outcome ?? "unfinished",
        leftOutBy: ruled?.because ?? null,
      };
    }
  }

  const written = await writeRelease({
    study: {
      ...study,
      marks: {
        ...marksOf(people, versions),
        everybody: options.everybody ?? false,
        // Simulated people have no devices.
        devices: simulated !== "only",
      },
    },
    participants: participants(),
    leftOut: () => (options.everybody === true ? {} : countsOf(leftOut)),
    out: options.out,
    detectors: {
      language: createLanguageDetector(),
      personalData: createPersonalDataDetector(),
      moderation: await moderationFrom(env),
      ...(options.checkedByHand === undefined ? {} : { checkedByHand: options.checkedByHand }),
    },
    generatedBy: options.generatedBy,
    ...(options.forms === undefined ? {} : { forms: options.forms }),
    ...(options.overwrite === undefined ? {} : { overwrite: options.overwrite }),
    ...(options.generatedAt === null ? {} : { generatedAt: options.generatedAt }),
    onProgress: (people, userId) => {
      // Kept only where it is asked for: of a large study it would be a large map.
      if (extraFiles !== undefined && userId !== null) userIds.set(writing, userId);
      onProgress?.(people);
    },
    ...(extraFiles === undefined ? {} : { extraFiles: () => extraFiles(userIds) }),
  });
  options.onSample?.(samples.cells());
  options.onLeftOut?.(leftOut);
  options.onVisits?.(visitCounts(people.filter(({ participant }) => isChosen(participant, simulated))));
  return written;
}

/** As the store chooses whose records it reads: test people are nobody's data. */
function isChosen({ simulated: made, test }: PersonRow["participant"], simulated: SimulatedChoice): boolean {
  if (test) return false;
  return simulated === "include" || made === (simulated === "only");
}

function countsOf(leftOut: readonly LeftOutPerson[]): LeftOutCounts {
  const groups = Map.groupBy(leftOut, ({ because }) => because);
  return Object.fromEntries([...groups].map(([because, people]) => [because, people.length]));
}

/** The versions in order. One that is set aside is left out where nobody is in it; else its people would be missing. */
async function usableVersions(
  { store, shelf, studyId }: ExportOptions,
  people: readonly PersonRow[],
): Promise<readonly ShelvedStudy[]> {
  const used = new Set(people.map(({ participant }) => participant.studyVersion));
  const last = (await store.studyVersion(studyId))?.version ?? 0;
  const versions: ShelvedStudy[] = [];
  for (let version = 1; version <= last; version += 1) {
    const found = used.has(version) ? await shelf.get(studyId, version) : await shelf.find(studyId, version);
    if (found !== null) versions.push(found);
  }
  return versions;
}

/** What has to be told of people because it is not the same for all of them. */
function marksOf(
  people: readonly PersonRow[],
  versions: readonly { readonly opened: OpenedStudy }[],
): NonNullable<ReleaseStudy["marks"]> {
  return {
    submissions: people.some(({ participant, submission }) => submission > 1 && !participant.test),
    outcomes: versions.some(
      ({ opened: { study, stages } }) =>
        study.screening.length > 0 ||
        study.quotas.length > 0 ||
        stages.some(({ endings }) => endings.some((ending) => ending !== "declined")),
    ),
  };
}

/** Moderation is only ever asked where the self-hoster has named a service. */
async function moderationFrom(env: ExportOptions["env"]) {
  const {
    REFRACT_MODERATION_URL: baseUrl,
    REFRACT_MODERATION_KEY: apiKey,
    REFRACT_MODERATION_MODEL: model = "omni-moderation-latest",
  } = env;
  if (baseUrl === undefined || baseUrl === "") return null;
  if (apiKey === undefined || apiKey === "")
    throw new RefractError(
      "missing-key",
      "REFRACT_MODERATION_KEY: missing, expected a key for REFRACT_MODERATION_URL",
    );
  const { createModerationDetector, createModerationProvider } = await import("@refract/dataset");
  return createModerationDetector({
    id: model,
    version: model,
    provider: createModerationProvider({ baseUrl, apiKey, model }),
  });
}
