import type { ConversationView } from "@refract/collect/browser";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useTextLanguage } from "../language/text-languages.tsx";
import { Markdown } from "../markdown/markdown.tsx";
import { motionNameOf } from "./answer-card.tsx";

type PastTurn = ConversationView["history"][number];

/** What the person wrote and the answers that were kept, oldest first; by their headings a screen reader goes from turn to turn. */
export function Transcript({
  history,
  moving,
  seenFrom = "start",
}: {
  readonly history: readonly PastTurn[];
  readonly moving: boolean;
  /** Below its end the next message is written. */
  readonly seenFrom?: "start" | "end";
}) {
  const { t } = useTranslation();
  return (
    <ol className="transcript">
      {history.map((turn) => (
        <li key={turn.turn}>
          <h2 className="visually-hidden">{t("talk.turn", { number: turn.turn + 1 })}</h2>
          <Prompt text={turn.prompt} />
          <Kept turn={turn} moving={moving} seenFrom={seenFrom} />
        </li>
      ))}
    </ol>
  );
}

export function Prompt({ text }: { readonly text: string }) {
  const languageOf = useTextLanguage();
  const { t } = useTranslation();
  return (
    <div className="prompt">
      <p className="visually-hidden">{t("talk.you")}</p>
      <p className="prompt-text" {...languageOf(text)}>
        {text}
      </p>
    </div>
  );
}

interface KeptProps {
  readonly turn: PastTurn;
  readonly moving: boolean;
  readonly seenFrom: "start" | "end";
}

function Kept({ turn, moving, seenFrom }: KeptProps) {
  const { t } = useTranslation();
  const chosen = turn.responses.filter((response) => response.chosen);
  const others = turn.responses.filter((response) => !response.chosen);
  if (chosen.length === 0)
    return (
      <div className="answers">
        {turn.responses.map((response) => (
          <div key={response.label} className="answer kept">
            <h3 className="answer-label">
              <span className="visually-hidden">{t("rate.answer", { label: response.label })}</span>
              <span aria-hidden="true">{response.label}</span>
            </h3>
            <Markdown text={response.text} origin="model" seenFrom={seenFrom} />
          </div>
        ))}
      </div>
    );
  return (
    <>
      {chosen.map((response) => (
        <div
          key={response.label}
          className="reply"
          style={moving ? { viewTransitionName: motionNameOf(turn.turn, response.label) } : undefined}
        >
          <h3 className="visually-hidden">{t("talk.answer")}</h3>
          <Markdown text={response.text} origin="model" seenFrom={seenFrom} />
        </div>
      ))}
      {others.length > 0 && <Others responses={others} />}
    </>
  );
}

/** The answers that were not kept, drawn once somebody wants to read them. */
function Others({ responses }: { readonly responses: PastTurn["responses"] }) {
  const { t } = useTranslation();
  const [isWanted, setIsWanted] = useState(false);
  return (
    <details
      className="others small"
      onToggle={({ currentTarget }) => currentTarget.open && setIsWanted(true)}
    >
      <summary>{t("talk.others", { count: responses.length })}</summary>
      {isWanted &&
        responses.map((response) => (
          <div key={response.label} className="other">
            <h3 className="answer-label">{t("rate.answer", { label: response.label })}</h3>
            <Markdown text={response.text} origin="model" />
          </div>
        ))}
    </details>
  );
}
