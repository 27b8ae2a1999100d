import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "@refract/stats";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkDataset } from "../check/check-dataset.ts";
import { createLanguageDetector } from "../detectors/language-detector.ts";
import { createPersonalDataDetector } from "../detectors/personal-data-detector.ts";
import {
  absent,
  conversation,
  each,
  participant,
  people,
  response,
  study,
  turn,
} from "./fixtures/three-people.ts";
import type { ReleaseParticipant, ReleaseStudy, ReleaseTurn } from "./release-source.ts";
import { writeRelease } from "./write-release.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "release-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const detectors = {
  language: createLanguageDetector(),
  personalData: createPersonalDataDetector(),
  moderation: null,
};

/** A person with conversations of both types, as the protocol has them. */
function talker(seed: number): ReleaseParticipant {
  const random = createRandom(String(seed));
  const talk = () => {
    const opening = random.shuffle(["first", "second"]);
    const winner = opening[0] ?? "first";
    const later = Array.from({ length: 1 + random.integer(4) }, (_, index) =>
      turn(`And ${index}?`, [response(winner, "So.", 30, true), response(winner, "So.", 29)]),
    );
    const first = turn("What is fair?", [
      response(winner, "Equal shares.", 77, true),
      response(opening[1] ?? "second", "Shares by need.", 60),
    ]);
    return conversation(random.pick(["unguided", "values guided"]), [first, ...later]);
  };
  return participant({ conversations: Array.from({ length: random.integer(5) }, talk) });
}

test("what is written passes the check of datasets: a crowd, a few people, nobody", async () => {
  const crowd = Array.from({ length: 60 }, (_, seed) => talker(seed));
  for (const [name, group] of Object.entries({ crowd, nobody: [] })) {
    const { folder: out, manifest } = await writeRelease({
      study,
      participants: each(group),
      out: join(folder, name),
      detectors,
      extraFiles: () => ({ "truth.json": "{}\n" }),
    });
    const check = await checkDataset(out);
    expect(check.violations).toEqual([]);
    expect([check.valid, check.form]).toEqual([true, "study"]);
    expect(check.counts.utterances).toBe(manifest.counts.utterances);
  }
});

test("turns of a version that asked for fewer responses are no error beside those of another", async () => {
  const both = (laterResponses: number, fewestLaterResponses?: number): ReleaseStudy => ({
    ...study,
    conversations:
      study.conversations === null
        ? null
        : {
            ...study.conversations,
            laterResponses,
            ...(fewestLaterResponses === undefined ? {} : { fewestLaterResponses }),
          },
  });
  const valid = async (name: string, versions: ReleaseStudy) => {
    const crowd = Array.from({ length: 10 }, (_, seed) => talker(seed));
    const out = join(folder, name);
    await writeRelease({ study: versions, participants: each(crowd), out, detectors });
    return (await checkDataset(out)).valid;
  };
  expect(await valid("told", both(3, 2))).toBe(true);
  expect(await valid("untold", both(3))).toBe(false);
});

test("three people written by hand pass, and a score changed afterwards is found", async () => {
  const { folder: out } = await writeRelease({
    study,
    participants: each(people),
    out: join(folder, "d"),
    detectors,
  });
  expect((await checkDataset(out)).violations).toEqual([]);
  const file = join(out, "utterances.jsonl");
  await writeFile(file, (await readFile(file, "utf8")).replace('"score":81', '"score":18'));
  const { violationsByFile } = await checkDataset(out);
  expect(violationsByFile["utterances.jsonl"]).toBeGreaterThan(0);
});

test("a pair arena passes: verdicts instead of scores, every model in every turn", async () => {
  const { conversations } = study;
  if (conversations === null) throw new Error("the fixture has conversations");
  const arena: ReleaseStudy = {
    ...study,
    surveyFields: [],
    conversations: {
      ...conversations,
      types: [{ id: "arena", title: "Arena" }],
      openingResponses: 2,
      continuation: "all",
      judge: {
        kind: "verdict",
        options: [
          { id: "a", label: "A" },
          { id: "b", label: "B" },
          { id: "tie", label: "Tie" },
        ],
      },
      performanceAttributes: null,
      openFeedback: null,
    },
  };
  const exchange = (verdict: string | null): ReleaseTurn => ({
    ...turn("Hi", [response("first", "Yes", null, verdict === "a"), response("second", "No", null)]),
    settledBy: verdict === null ? null : "verdict",
    verdict,
  });
  const talks = [[exchange(null), exchange("a")], [exchange("tie")]].map((turns) => ({
    ...conversation("arena", turns),
    performanceAttributes: {},
    openFeedback: absent("not-asked"),
  }));
  const { folder: out } = await writeRelease({
    study: arena,
    participants: each([participant({ surveyFinishedAt: null, conversations: talks })]),
    out: join(folder, "arena"),
    detectors,
  });
  expect((await checkDataset(out)).violations).toEqual([]);
});
