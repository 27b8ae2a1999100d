import type { ConversationSettingsView, SessionView } from "@refract/collect/browser";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Markdown } from "../markdown/markdown.tsx";
import { focusInView } from "../page/focus-in-view.ts";
import { PageHeading } from "../page/page-heading.tsx";
import { useStageCommand } from "../participant/session-context.tsx";
import { useRatings } from "../scale/use-ratings.ts";
import { AnswerCard } from "./answer-card.tsx";
import { ScaledAnswers, type ScaleJudge } from "./scaled-answers.tsx";
import { Prompt } from "./transcript.tsx";
import { VerdictBar } from "./verdict-bar.tsx";

interface PracticePageProps {
  readonly view: SessionView;
  readonly settings: ConversationSettingsView;
  readonly practice: NonNullable<ConversationSettingsView["practice"]>;
}

/** A canned exchange to try the controls on. Nothing of it is kept. */
export function PracticePage({ view, settings, practice }: PracticePageProps) {
  const { t } = useTranslation();
  const send = useStageCommand(view);
  const [winner, setWinner] = useState<number | "verdict" | null>(null);
  const slots = practice.responses.map((text, index) => ({
    id: String(index),
    label: String.fromCharCode(65 + index),
    text,
  }));
  // The pressed button is gone: the keyboard goes on where the new text begins, so that none of it is passed over.
  const news = useRef<HTMLElement>(null);
  const takeNews = (element: HTMLElement | null) => {
    news.current = element;
  };
  useEffect(() => {
    if (winner !== null) focusInView(news.current);
  }, [winner]);
  const kept = typeof winner === "number" ? slots[winner] : undefined;
  return (
    <div className="talk">
      <div className="column talk-head">
        <p className="eyebrow small quiet">{t("practice.eyebrow")}</p>
        <PageHeading title={`${t("practice.heading")} · ${view.study.title}`}>
          {t("practice.heading")}
        </PageHeading>
        <p className="lead">
          {settings.judge.kind === "scale" ? t("practice.text") : t("practice.textVerdict")}
        </p>
      </div>
      <section className="turn" aria-labelledby="practice-example">
        <div className="column turn-head">
          <h2 id="practice-example" className="turn-number small quiet">
            {t("practice.example")}
          </h2>
          <Prompt text={practice.prompt} />
          {kept !== undefined && (
            <div className="reply">
              <h3 ref={takeNews} tabIndex={-1} className="visually-hidden">
                {t("talk.answer")}
              </h3>
              <Markdown text={kept.text} origin="model" />
            </div>
          )}
        </div>
        {winner !== null ? (
          <div className="column stack">
            <p ref={kept === undefined ? takeNews : undefined} tabIndex={-1}>
              {settings.judge.kind === "scale" ? t("practice.chosen") : t("practice.chosenVerdict")}
            </p>
            <button
              type="button"
              className="button primary"
              onClick={() => void send({ type: "practice.finished" })}
            >
              {t("practice.finish")}
            </button>
          </div>
        ) : settings.judge.kind === "scale" ? (
          <PracticeScales
            slots={slots}
            judge={settings.judge}
            language={view.language}
            onSettled={setWinner}
          />
        ) : (
          <>
            <div className="answers" data-count={slots.length}>
              {slots.map((slot) => (
                <AnswerCard key={slot.id} label={slot.label} text={slot.text} complete motionName="none" />
              ))}
            </div>
            <VerdictBar
              options={settings.judge.options}
              missing={null}
              hasDraft={() => false}
              onVerdict={async () => {
                setWinner("verdict");
                return "done";
              }}
            />
          </>
        )}
      </section>
    </div>
  );
}

interface PracticeScalesProps {
  readonly slots: readonly { readonly id: string; readonly label: string; readonly text: string }[];
  readonly judge: ScaleJudge;
  readonly language: string;
  readonly onSettled: (place: number) => void;
}

function PracticeScales({ slots, judge, language, onSettled }: PracticeScalesProps) {
  const ratings = useRatings({
    startOf: () => ({
      saved: null,
      touched: false,
      startAt: judge.startAt,
      range: { minimum: judge.minimum, maximum: judge.maximum },
    }),
    elapsedMs: () => 0,
    save: () => null,
    draftPlace: null,
  });
  return (
    <ScaledAnswers
      turn={0}
      slots={slots}
      judge={judge}
      language={language}
      ratings={ratings}
      busy={false}
      onChoose={(slotId, best) => onSettled(Number(slotId ?? best[0]))}
    />
  );
}
