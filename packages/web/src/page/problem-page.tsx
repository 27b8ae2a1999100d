import { PageHeading } from "./page-heading.tsx";

interface ProblemPageProps {
  readonly heading: string;
  readonly studyTitle: string;
  /** What happened. */
  readonly what: string;
  /** What is safe. */
  readonly safe: string | null;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** What happened, what is safe, one button. */
export function ProblemPage({ heading, studyTitle, what, safe, action }: ProblemPageProps) {
  return (
    <div className="column stack">
      <PageHeading title={studyTitle === "" ? heading : `${heading} · ${studyTitle}`}>{heading}</PageHeading>
      <p className="lead">{what}</p>
      {safe !== null && <p>{safe}</p>}
      {action !== null && (
        <p>
          <button type="button" className="button primary" onClick={action.run}>
            {action.label}
          </button>
        </p>
      )}
    </div>
  );
}
