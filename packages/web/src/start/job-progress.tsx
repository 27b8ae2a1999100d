import type { JobState } from "./use-job.ts";

interface JobProgressProps {
  readonly state: JobState;
  readonly label: string;
}

/** How far a piece of work is, or why it stopped. */
export function JobProgress({ state, label }: JobProgressProps) {
  if (state.kind === "none") return null;
  if (state.kind === "refused")
    return (
      <p className="notice warning" role="alert">
        {state.message}
      </p>
    );
  if (state.kind === "starting") return <progress aria-label={label} />;
  const { job } = state;
  if (job.state === "failed")
    return (
      <p className="notice warning" role="alert">
        It stopped: {job.message}. What was saved before is kept.
      </p>
    );
  if (job.state === "done") return null;
  return (
    <div className="job">
      {job.total > 0 ? (
        <progress aria-label={label} max={job.total} value={job.done} />
      ) : (
        <progress aria-label={label} />
      )}
      <p className="small quiet" aria-live="polite">
        {job.total > 0 ? `${job.done} of ${job.total} · ${job.message}` : job.message}
      </p>
    </div>
  );
}
