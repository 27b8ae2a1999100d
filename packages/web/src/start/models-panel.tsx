import { useState } from "react";
import type { Outcome } from "../http/request.ts";
import { formatMilliseconds } from "./quantities.ts";
import { type ModelCheck, researcherApi, type StudyOverview } from "./researcher-api.ts";
import { StudyPart } from "./study-part.tsx";

interface PanelProps {
  readonly study: StudyOverview;
  readonly headingId: string;
}

type Checked = { readonly kind: "none" } | { readonly kind: "asking" } | Outcome<readonly ModelCheck[]>;

const colours = 8;

/** Which models the study asks, and what answers when it is asked. */
export function ModelsPanel({ study, headingId }: PanelProps) {
  const [checked, setChecked] = useState<Checked>({ kind: "none" });
  const asking = checked.kind === "asking";
  const check = async () => {
    setChecked({ kind: "asking" });
    setChecked(await researcherApi.checkModels(study.id));
  };
  const found = checked.kind === "ok" ? checked.value : [];
  const silent = found.filter((model) => !model.answers).length;
  return (
    <StudyPart id={headingId} title="Models">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a phone, and must do so by keyboard too */}
      <section className="scroll-x" tabIndex={0} aria-label="Models of this study">
        <table className="numbers models" aria-labelledby={headingId}>
          <thead>
            <tr>
              <th scope="col">Id</th>
              <th scope="col">Asked as</th>
              <th scope="col">Answers</th>
            </tr>
          </thead>
          <tbody>
            {study.models.map((model, index) => (
              <tr key={model.id}>
                <th scope="row">
                  <span className="swatch" data-colour={(index % colours) + 1} aria-hidden="true" />
                  {model.id}
                </th>
                <td>
                  <code>{model.use}</code>
                  {model.demo && <span className="tag small">scripted text</span>}
                </td>
                <td>
                  <Answer check={found.find((candidate) => candidate.id === model.id)} asking={asking} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="row">
        <button
          type="button"
          className="button"
          aria-disabled={asking}
          onClick={() => !asking && void check()}
        >
          {asking ? "Asking …" : "Check what answers"}
        </button>
        <span role="status" className="small quiet">
          {checked.kind === "ok" &&
            (silent === 0 ? "All models answer." : `${silent} of ${found.length} don’t answer.`)}
        </span>
      </div>
      <div role="alert">
        {checked.kind === "unreachable" && (
          <p className="notice warning">The server doesn’t answer. Try again.</p>
        )}
        {checked.kind === "refused" && <p className="notice warning">{checked.message}</p>}
      </div>
    </StudyPart>
  );
}

function Answer({ check, asking }: { readonly check: ModelCheck | undefined; readonly asking: boolean }) {
  if (asking) return <span className="quiet small">asking …</span>;
  if (check === undefined) return <span className="quiet small">not checked</span>;
  return check.answers ? (
    <span className="small">
      <strong>yes</strong>, in {formatMilliseconds(check.totalMs)}
    </span>
  ) : (
    <span className="small">
      <strong className="no">no</strong>: {check.detail}
    </span>
  );
}
