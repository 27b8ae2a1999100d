import { useEffect } from "react";
import { ExportPanel } from "./export-panel.tsx";
import { LinksPart } from "./links-part.tsx";
import { ModelsPanel } from "./models-panel.tsx";
import { formatCount, formatUsd } from "./quantities.ts";
import type { StudyOverview } from "./researcher-api.ts";
import { SimulatePanel } from "./simulate-panel.tsx";
import { StudyPart } from "./study-part.tsx";

/** One study: its link, how far it is, and what can be done with it here. */
export function StudySection({ study }: { readonly study: StudyOverview }) {
  const headingId = `study-${study.id}`;
  useEffect(() => {
    document.title = `${study.title} · Refract`;
  }, [study.title]);
  return (
    <article className="study" aria-labelledby={headingId}>
      <header className="stack">
        <p className="eyebrow small quiet">
          {study.id} · version {study.version}
        </p>
        <h2 id={headingId} className="study-title" dir="auto">
          {study.title}
        </h2>
        {study.state === "closed" && (
          <p className="notice">
            This study is <strong>closed</strong>: nobody new can begin, and people who began can finish.
          </p>
        )}
        {study.state === "archived" && (
          <p className="notice">
            This study is <strong>archived</strong>: nobody can go on. What people said is kept.
          </p>
        )}
        {study.demonstration && (
          <p className="notice">
            This study asks <strong>demo models: scripted text, not language models</strong>. They show how
            everything works without a key. Name your own models in the study file when you mean it.
          </p>
        )}
      </header>

      <LinksPart study={study} id={`${headingId}-link`} />

      <StudyPart id={`${headingId}-far`} title="So far">
        <StudyNumbers study={study} labelledBy={`${headingId}-far`} />
      </StudyPart>

      <SimulatePanel study={study} headingId={`${headingId}-simulate`} />
      <ExportPanel study={study} headingId={`${headingId}-export`} />
      <ModelsPanel study={study} headingId={`${headingId}-models`} />
    </article>
  );
}

function StudyNumbers({ study, labelledBy }: { readonly study: StudyOverview; readonly labelledBy: string }) {
  const { people } = study;
  if (people.people === 0)
    return (
      <p>Nobody has taken part yet. Open the link to be the first, or let simulated people try it below.</p>
    );
  const rows: readonly { readonly term: string; readonly value: string; readonly note: string }[] = [
    {
      term: "People",
      value: formatCount(people.people),
      note: people.simulated === 0 ? "" : `${formatCount(people.simulated)} simulated`,
    },
    ...(study.places.of === null
      ? []
      : [
          {
            term: "Places taken",
            value: formatCount(study.places.taken),
            note: `of ${formatCount(study.places.of)}`,
          },
        ]),
    ...(people.test === 0
      ? []
      : [{ term: "By the test link", value: formatCount(people.test), note: "counted nowhere else" }]),
    { term: "Completed", value: formatCount(people.completed), note: "" },
    ...(people.withdrawn === 0 ? [] : [{ term: "Withdrew", value: formatCount(people.withdrawn), note: "" }]),
    {
      term: "Conversations",
      value: formatCount(study.conversations),
      note: `${formatCount(study.finishedConversations)} finished`,
    },
    { term: "Answers of models", value: formatCount(study.utterances), note: "" },
    {
      term: "Spent",
      value: formatUsd(study.spentUsd),
      note: [
        study.reservedUsd > 0 ? `${formatUsd(study.reservedUsd)} reserved` : "",
        study.capUsd === null ? "no cap" : `cap ${formatUsd(study.capUsd)}`,
      ]
        .filter((part) => part !== "")
        .join(", "),
    },
  ];
  return (
    <table className="numbers" aria-labelledby={labelledBy}>
      <tbody>
        {rows.map((row) => (
          <tr key={row.term}>
            <th scope="row">{row.term}</th>
            <td className="number">{row.value}</td>
            <td className="small quiet">{row.note}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
