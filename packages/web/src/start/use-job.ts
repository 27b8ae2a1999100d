import { useCallback, useEffect, useState } from "react";
import { EventStream } from "../http/event-stream.ts";
import type { Outcome } from "../http/request.ts";
import { type Job, jobStream } from "./researcher-api.ts";

export type JobState =
  | { readonly kind: "none" }
  | { readonly kind: "starting" }
  | { readonly kind: "job"; readonly job: Job }
  | { readonly kind: "refused"; readonly message: string };

/** Starts a piece of work on the server and follows it to its end. */
export function useJob(
  begin: () => Promise<Outcome<{ readonly jobId: string }>>,
): readonly [JobState, () => Promise<void>] {
  const [state, setState] = useState<JobState>({ kind: "none" });
  const [jobId, setJobId] = useState<string | null>(null);

  useEffect(() => {
    if (jobId === null) return;
    const stream = new EventStream(jobStream(jobId), ["job"], {
      onEvent: (_, data) => {
        const job: Job = JSON.parse(data);
        setState({ kind: "job", job });
        if (job.state !== "running") stream.close();
      },
      onConnected: () => undefined,
      onTurnedAway: () => undefined,
    });
    return () => stream.close();
  }, [jobId]);

  const start = useCallback(async () => {
    setState({ kind: "starting" });
    const outcome = await begin();
    switch (outcome.kind) {
      case "ok":
        setJobId(outcome.value.jobId);
        break;
      case "unreachable":
        setState({ kind: "refused", message: "the server doesn’t answer; nothing was started" });
        break;
      case "refused":
        setState({ kind: "refused", message: outcome.message });
    }
  }, [begin]);
  return [state, start];
}

export const isRunning = (state: JobState): boolean =>
  state.kind === "starting" || (state.kind === "job" && state.job.state === "running");
