import { useCallback } from "react";
import { JobProgress } from "./job-progress.tsx";
import { researcherApi, type StudyOverview } from "./researcher-api.ts";
import { StudyPart } from "./study-part.tsx";
import { isRunning, useJob } from "./use-job.ts";

interface PanelProps {
  readonly study: StudyOverview;
  readonly headingId: string;
}

const people = 20;

/** Lets simulated people take part, through the same door as everybody. */
export function SimulatePanel({ study, headingId }: PanelProps) {
  const [state, start] = useJob(useCallback(() => researcherApi.simulate(study.id, people), [study.id]));
  const running = isRunning(state);
  return (
    <StudyPart id={headingId} title="Try it with simulated people">
      <p>
        {people} made-up people walk through the whole study. Each has a profile, tastes and a way of using
        scales, so there is something to look at. They are marked as simulated everywhere.
      </p>
      <div className="row">
        <button
          type="button"
          className="button primary"
          aria-disabled={running}
          onClick={() => !running && void start()}
        >
          Simulate {people} people
        </button>
        <span role="status" className="small">
          {state.kind === "job" && state.job.state === "done" && "Done. The numbers above include them."}
        </span>
      </div>
      <JobProgress state={state} label="Simulation" />
    </StudyPart>
  );
}
