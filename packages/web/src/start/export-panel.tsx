import { useCallback, useId, useState } from "react";
import { JobProgress } from "./job-progress.tsx";
import { formatBytes, formatCount } from "./quantities.ts";
import { type Job, researcherApi, type SimulatedPeople, type StudyOverview } from "./researcher-api.ts";
import { withResearcherKey } from "./researcher-key.ts";
import { StudyPart } from "./study-part.tsx";
import { isRunning, useJob } from "./use-job.ts";

interface PanelProps {
  readonly study: StudyOverview;
  readonly headingId: string;
}

const choices: readonly { readonly value: SimulatedPeople; readonly label: string }[] = [
  { value: "exclude", label: "Real people only" },
  { value: "include", label: "Real and simulated people" },
  { value: "only", label: "Simulated people only" },
];

/** Writes the dataset and checks it. */
export function ExportPanel({ study, headingId }: PanelProps) {
  const { people, simulated } = study.people;
  const [chosen, setChosen] = useState<SimulatedPeople | null>(null);
  // Until somebody chooses: what there is.
  const which = chosen ?? (people > 0 && simulated === people ? "only" : "exclude");
  const [state, start] = useJob(useCallback(() => researcherApi.export(study.id, which), [study.id, which]));
  const running = isRunning(state);
  const selectId = useId();
  return (
    <StudyPart id={headingId} title="Take the data">
      <p>
        Writes the study as a documented dataset with codebook, card and manifest, and checks every record of
        it.
      </p>
      <div className="row">
        <label htmlFor={selectId} className="visually-hidden">
          Whose data
        </label>
        <select
          id={selectId}
          className="field select"
          value={which}
          onChange={(event) => {
            const choice = choices.find((candidate) => candidate.value === event.target.value);
            if (choice !== undefined) setChosen(choice.value);
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="button"
          aria-disabled={running || people === 0}
          onClick={() => !running && people > 0 && void start()}
        >
          Export
        </button>
        {people === 0 && <span className="small quiet">There is nothing to export yet.</span>}
      </div>
      <JobProgress state={state} label="Export" />
      <div role="status">
        {state.kind === "job" && state.job.state === "done" && state.job.result !== null && (
          <ExportResult result={state.job.result} />
        )}
      </div>
    </StudyPart>
  );
}

/** More are folded away. */
const fewFiles = 8;

function ExportResult({ result }: { readonly result: NonNullable<Job["result"]> }) {
  return (
    <div className="stack">
      <p className={result.problems !== null && result.problems > 0 ? "notice warning" : "notice"}>
        {result.problems === null
          ? "Written."
          : result.problems === 0
            ? "Written and checked: no problems."
            : `Written, but the check found ${formatCount(result.problems)} ${result.problems === 1 ? "problem" : "problems"}.`}
        {result.folder !== null && (
          <>
            {" "}
            It is in <code>{result.folder}</code>
          </>
        )}
      </p>
      <details open={result.files.length <= fewFiles}>
        <summary>{formatCount(result.files.length)} files</summary>
        <table className="numbers files" aria-label="Files of the export">
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col" className="number">
                Size
              </th>
            </tr>
          </thead>
          <tbody>
            {result.files.map((file) => (
              <tr key={file.name}>
                <th scope="row">
                  <a href={withResearcherKey(file.href)} download>
                    {file.name}
                  </a>
                </th>
                <td className="number">{formatBytes(file.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}
