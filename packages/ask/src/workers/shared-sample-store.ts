import { setTimeout as sleep } from "node:timers/promises";
import { RefractError } from "@refract/core";
import type { SharedRuns, SharedSample } from "@refract/store";
import type { SampleStore, StoredResponse } from "../store/run-store.ts";
import { sharedSample } from "./shared-responses.ts";

/** A commit holds at most so many rows. */
const mostRows = 500;
/** A database that restarts is waited for: answers that were paid for are worth it. */
const tries = 10;
const pauseMs = 1000;

interface Waiting {
  readonly sample: SharedSample;
  readonly done: PromiseWithResolvers<void>;
}

/**
 * Outcomes of one run in the database that workers share. What comes while a commit is under way goes into the next one together:
 * whoever adds a row waits for its commit, so that a kill can lose no more answers than were asked for at that moment.
 */
export function createSharedSampleStore(shared: SharedRuns, runId: string): SampleStore {
  let waiting: Waiting[] = [];
  let committing = false;

  const commitAll = async () => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostRows);
      waiting = waiting.slice(mostRows);
      try {
        await commit(
          shared,
          runId,
          batch.map(({ sample }) => sample),
        );
        for (const { done } of batch) done.resolve();
      } catch (thrown) {
        for (const { done } of batch) done.reject(thrown);
      }
    }
    committing = false;
  };

  return Object.freeze({
    note: async (name: string) => (await shared.notes(runId)).get(name) ?? null,
    setNote: async (name: string, value: string) => {
      await shared.note(runId, name, value);
    },
    add: (response: StoredResponse) => {
      const done = Promise.withResolvers<void>();
      waiting.push({ sample: sharedSample(response), done });
      if (!committing) {
        committing = true;
        // After what else is ready now, so that it comes along.
        setImmediate(() => void commitAll());
      }
      return done.promise;
    },
  });
}

async function commit(shared: SharedRuns, runId: string, samples: readonly SharedSample[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await shared.addSamples(runId, samples);
    } catch (thrown) {
      const passes = thrown instanceof RefractError && thrown.code === "unavailable";
      if (!passes || attempt === tries) throw thrown;
      await sleep(pauseMs);
    }
  }
}
