import type { SharedRuns, SharedSample } from "@refract/store";
import type { SampleStore, StoredResponse } from "../store/run-store.ts";
import { patiently } from "./patience.ts";
import { sharedSample } from "./shared-responses.ts";

/** A commit holds at most so many rows. */
const mostRows = 500;

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
        const samples = batch.map(({ sample }) => sample);
        await patiently(() => shared.addSamples(runId, samples));
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
