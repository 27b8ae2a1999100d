import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { answered, conversation, participant, response, study, turn } from "./fixtures/three-people.ts";
import type { ReleaseParticipant } from "./release-source.ts";
import { writeRelease } from "./write-release.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "release-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const filler = "words that fill a text of an ordinary length ".repeat(4);

async function* crowd(people: number, onPerson: (index: number) => void): AsyncGenerator<ReleaseParticipant> {
  for (let index = 0; index < people; index += 1) {
    onPerson(index);
    const responses = ["first", "second"].map((model, place) =>
      response(model, `${model} ${index} ${filler}`, 10 + place, place === 1),
    );
    yield participant({
      survey: { self_description: answered(`I am number ${index}. ${filler}`) },
      conversations: [conversation("unguided", [turn(`Question ${index}? ${filler}`, responses)])],
    });
  }
}

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** What is alive, in bytes. */
function liveHeap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

test("memory does not grow with people: what lives after 20,000 is what lives after 2,000", async () => {
  const rssBefore = process.memoryUsage.rss();
  let rssPeak = 0;
  const alive: number[] = [];
  const { manifest } = await writeRelease({
    study,
    participants: crowd(20_000, (index) => {
      if (index === 2_000 || index === 19_999) alive.push(liveHeap());
      if (index % 100 === 0) rssPeak = Math.max(rssPeak, process.memoryUsage.rss());
    }),
    out: join(folder, "crowd"),
    detectors: { language: null, personalData: null, moderation: null },
  });
  expect(manifest.counts.participants).toBe(20_000);
  const [early = 0, late = 0] = alive;
  // One person kept alive takes some 10 kB, so that 18,000 of them would take 180 MB.
  expect(late - early).toBeLessThan(20_000_000);
  expect(rssPeak - rssBefore).toBeLessThan(500_000_000);
}, 120_000);
