import { CopyButton } from "../page/copy-button.tsx";
import type { StudyOverview } from "./researcher-api.ts";
import { StudyPart } from "./study-part.tsx";

/** The addresses of a study: what goes to the panel or the people, and what the researcher tries it with. */
export function LinksPart({ study, id }: { readonly study: StudyOverview; readonly id: string }) {
  const { recruitment } = study;
  return (
    <>
      <StudyPart id={id} title="Participant link">
        {recruitment === null ? (
          <>
            <LinkRow address={study.link} opens what="the participant link" />
            <p className="small quiet">
              Open it in a private window to walk through the study as a new person.
            </p>
          </>
        ) : (
          <>
            <LinkRow address={recruitment.address} opens={false} what="the participant link" />
            <p className="small quiet">{linkNote(recruitment)}</p>
          </>
        )}
      </StudyPart>
      <StudyPart id={`${id}-test`} title="Test link">
        <LinkRow address={study.testLink} opens what="the test link" />
        <p className="small quiet">
          For trying the study out. Whoever comes by it takes no place, is not counted and never exported.
        </p>
      </StudyPart>
    </>
  );
}

interface LinkRowProps {
  readonly address: string;
  readonly opens: boolean;
  /** What the link is, for screen readers. */
  readonly what: string;
}

function LinkRow({ address, opens, what }: LinkRowProps) {
  return (
    <div className="link-row">
      {opens ? (
        <a className="link" href={address} target="_blank" rel="noreferrer">
          <bdi>{address}</bdi>
        </a>
      ) : (
        // With placeholders it opens nothing; it is for the panel's own form.
        <code className="link">
          <bdi>{address}</bdi>
        </code>
      )}
      <CopyButton text={address} label="Copy" doneLabel="Copied" what={what} />
    </div>
  );
}

function linkNote({ panel, open, addsParameters }: NonNullable<StudyOverview["recruitment"]>): string {
  const names = open.join(", ");
  if (addsParameters)
    return `Give it to ${panel} as it is: ${panel} adds ${names} by itself. Check with a preview there that they arrive.`;
  if (open.length > 0)
    return `Add ${names} as your panel writes ${open.length === 1 ? "it" : "them"}: people who come without may not be paid.`;
  return panel === null
    ? "Give it to your panel."
    : `Paste it into ${panel} as it is: ${panel} fills in what stands in placeholders.`;
}
