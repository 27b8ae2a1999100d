import type { ConversationStageView, ConversationView, SessionView } from "@refract/collect/browser";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTextLanguage } from "../language/text-languages.tsx";
import { useAnnounce } from "../page/announcer.tsx";
import { ConfirmDialog } from "../page/confirm-dialog.tsx";
import { PageHeading } from "../page/page-heading.tsx";
import { useSession, useSnapshot, useStageCommand } from "../participant/session-context.tsx";
import { slotText } from "../participant/turn-text.ts";
import { AnswerCard, motionNameOf } from "./answer-card.tsx";
import { Composer } from "./composer.tsx";
import { RatedAnswers } from "./rated-answers.tsx";
import { Prompt, Transcript } from "./transcript.tsx";
import { turnCount } from "./turn-count.ts";
import { useGoingAnswers } from "./use-going-answers.ts";
import { VerdictBar } from "./verdict-bar.tsx";

interface ConversationPageProps {
  readonly view: SessionView;
  readonly stage: ConversationStageView;
  readonly conversation: ConversationView;
}

/** One live conversation: what was said, the turn under way, and what is asked of the person now. */
export function ConversationPage(props: ConversationPageProps) {
  const { view, stage, conversation, gone } = useGoingAnswers(props);
  const languageOf = useTextLanguage();
  const { t } = useTranslation();
  const send = useStageCommand(view);
  const announce = useAnnounce();
  const { memory } = useSession();
  const { settings, phase } = stage;
  const { history, turn } = conversation;
  const typeTitle = stage.types.find((type) => type.id === conversation.type)?.title ?? "";
  const { number, turnsLeft } = turnCount({
    settled: history.length,
    turn,
    maximumTurns: conversation.maximumTurns,
  });
  const isVerdict = settings.judge.kind === "verdict";

  // Of the first message this page is the first that can say that it was sent.
  const turnId = turn?.id ?? null;
  const previous = useRef(
    phase === "answering" && history.length === 0 ? { phase: "write", turnId: null } : { phase, turnId },
  );
  const turnHeading = useRef<HTMLHeadingElement>(null);
  const atMaximum = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const before = previous.current;
    previous.current = { phase, turnId };
    // Where answers are quick, the page never learns that models were answering.
    if (turnId !== null && turnId !== before.turnId) turnHeading.current?.focus();
    else if (before.phase === phase) return;
    if (phase === "answering") announce(t("talk.answersComing"));
    else if (phase === "rate" && turn !== null)
      announce(
        isVerdict ? t("talk.answersHereVerdict") : t("talk.answersHere", { count: turn.slots.length }),
      );
    else if (phase === "failed") announce(t("failed.heading"));
    // The pressed button is gone, and there is no field to write in that would take the keyboard.
    else if (phase === "write") atMaximum.current?.focus();
  }, [phase, turnId, announce, t, turn, isVerdict]);

  const [asksToFinish, setAsksToFinish] = useState(false);
  const messageNumber = turn === null ? number : number + 1;
  const placeOf = (message: number) =>
    message === 1 ? `begin/${conversation.ordinal - 1}` : `turn/${conversation.id}/${message}`;
  const draftPlace = placeOf(messageNumber);
  const sent = turn ?? history.at(-1);
  const hasDraft = () => memory.draft(draftPlace).trim() !== "";
  const finish = (
    <>
      <button
        type="button"
        className="button"
        aria-disabled={!conversation.mayFinish}
        onClick={() => conversation.mayFinish && setAsksToFinish(true)}
      >
        {t("talk.finish")}
      </button>
      {asksToFinish && (
        <ConfirmDialog
          title={t("talk.finishTitle")}
          confirm={t("talk.finishConfirm")}
          onConfirm={() => {
            setAsksToFinish(false);
            void send({ type: "conversation.finished" });
          }}
          onBack={() => setAsksToFinish(false)}
        >
          <p>{t("talk.finishText")}</p>
          {hasDraft() && <p>{t("write.draftLeft")}</p>}
        </ConfirmDialog>
      )}
    </>
  );

  return (
    <div className="talk">
      <div className="column talk-head">
        <p className="eyebrow small quiet">
          {conversation.ordinal <= stage.planned
            ? t("choose.numberOf", { number: conversation.ordinal, planned: stage.planned })
            : t("choose.number", { number: conversation.ordinal })}
        </p>
        <PageHeading title={`${typeTitle} · ${view.study.title}`}>
          <span {...languageOf(typeTitle)}>{typeTitle}</span>
        </PageHeading>
      </div>
      {history.length > 0 && (
        <div className={isVerdict ? "" : "column"}>
          <Transcript history={history} moving seenFrom={phase === "write" ? "end" : "start"} />
        </div>
      )}
      <section className="turn" aria-labelledby="turn-heading">
        <div className="column turn-head">
          <h2 id="turn-heading" ref={turnHeading} tabIndex={-1} className="turn-number small quiet">
            {turnWords(t, number, conversation)}
          </h2>
          {turn !== null && <Prompt text={turn.prompt} />}
        </div>
        {turn !== null && (phase === "answering" || phase === "rate") && (
          // The same cards from the first character to the rating: drawing long answers anew would hold a phone up.
          <TurnAnswers key={turn.id} view={view} stage={stage} turn={turn} gone={gone} />
        )}
        {phase === "rate" && settings.judge.kind === "verdict" && (
          <VerdictBar
            options={settings.judge.options}
            missing={conversation.mayFinish ? null : missingTurns(t, number, conversation)}
            hasDraft={hasDraft}
            onVerdict={(verdict) => send({ type: "verdict.given", verdict })}
          />
        )}
        {phase === "failed" && (
          <div className="column stack">
            <div className="notice stack">
              <h3>{t("failed.heading")}</h3>
              <p>{turn?.failure === "budget" ? t("failed.budget") : t("failed.text")}</p>
            </div>
            <button
              type="button"
              className="button primary"
              onClick={() => void send({ type: "turn.retried" })}
            >
              {t("failed.retry")}
            </button>
          </div>
        )}
        {(phase === "write" || (phase === "rate" && isVerdict)) && turnsLeft && (
          <div className="column">
            <Composer
              key={history.length}
              label={isVerdict ? t("write.bothNext") : t("write.next")}
              hint={null}
              draftPlace={draftPlace}
              sentDraft={
                sent === undefined ? undefined : { place: placeOf(messageNumber - 1), prompt: sent.prompt }
              }
              maximumCharacters={settings.maximumPromptCharacters}
              blockPaste={settings.blockPaste}
              focused={phase === "write" && history.length > 0}
              onSend={(prompt) => send({ type: "turn.sent", prompt })}
            >
              {phase === "write" && conversation.mayFinish && finish}
            </Composer>
          </div>
        )}
        {phase === "write" && !turnsLeft && (
          <div className="column stack">
            <p ref={atMaximum} tabIndex={-1}>
              {t("talk.maximum")}
            </p>
            {finish}
          </div>
        )}
      </section>
    </div>
  );
}

type Translate = ReturnType<typeof useTranslation>["t"];

/** "Turn 1, at least 2."; past the least, the turn alone. */
function turnWords(t: Translate, number: number, conversation: ConversationView): string {
  const turn = t("talk.turn", { number });
  return conversation.minimumTurns > 1 && number <= conversation.minimumTurns
    ? t("talk.turnAtLeast", { turn, minimum: conversation.minimumTurns })
    : turn;
}

function missingTurns(t: Translate, number: number, conversation: ConversationView): string {
  return t("verdict.moreTurns", { count: Math.max(1, conversation.minimumTurns - number) });
}

interface TurnAnswersProps {
  readonly view: SessionView;
  readonly stage: ConversationStageView;
  readonly turn: NonNullable<ConversationView["turn"]>;
  readonly gone: readonly string[] | null;
}

function TurnAnswers({ view, stage, turn, gone }: TurnAnswersProps) {
  const { text } = useSnapshot();
  const { judge, streaming } = stage.settings;
  const isHere = stage.phase !== "answering";
  const textSoFar = (slotId: string) => (streaming === "even-paced" ? slotText(text, turn.id, slotId) : "");
  if (judge.kind === "scale")
    return (
      <RatedAnswers view={view} turn={turn} judge={judge} arriving={isHere ? null : textSoFar} gone={gone} />
    );
  return (
    <div className="answers" data-count={turn.slots.length}>
      {turn.slots.map((slot) => (
        <AnswerCard
          key={slot.id}
          label={slot.label}
          text={isHere ? (slot.text ?? "") : textSoFar(slot.id)}
          complete={isHere}
          motionName={motionNameOf(turn.number, slot.label)}
        />
      ))}
    </div>
  );
}
