import { type ReactNode, useDeferredValue, useId } from "react";
import { useTranslation } from "react-i18next";
import { Markdown } from "../markdown/markdown.tsx";
import { SkeletonLines } from "../page/skeleton-lines.tsx";

interface AnswerCardProps {
  readonly label: string;
  /** Empty: nothing has come yet. Null: it is off the page again. */
  readonly text: string | null;
  readonly complete: boolean;
  /** Name under which the card moves into the conversation when it is chosen. */
  readonly motionName: string;
  /** What is asked about the answer, given the id of its heading. */
  readonly children?: ((labelId: string) => ReactNode) | null;
}

/** One answer, known by its letter alone. */
export function AnswerCard({ label, text, complete, motionName, children }: AnswerCardProps) {
  const { t } = useTranslation();
  const id = useId();
  // Four long answers are read and drawn one after the other, and a finger in between is heard.
  const shown = useDeferredValue(text);
  return (
    <article
      className="answer"
      aria-labelledby={id}
      aria-busy={!complete}
      style={{ viewTransitionName: motionName }}
    >
      <h3 id={id} className="answer-label">
        <span className="visually-hidden">{t("rate.answer", { label })}</span>
        <span aria-hidden="true">{label}</span>
      </h3>
      <div className="answer-text">
        {text === null || shown === null ? null : shown === "" ? (
          complete && text === "" ? (
            <p className="quiet">{t("rate.emptyAnswer")}</p>
          ) : (
            <SkeletonLines />
          )
        ) : (
          <Markdown text={shown} origin="model" />
        )}
      </div>
      {children != null && <div className="answer-judge">{children(id)}</div>}
    </article>
  );
}

export const motionNameOf = (turn: number, label: string): string => `turn-${turn}-${label}`;
