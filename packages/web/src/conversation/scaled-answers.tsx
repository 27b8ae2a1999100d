import type { ConversationSettingsView } from "@refract/collect/browser";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { labelList } from "../language/label-list.ts";
import { focusInView } from "../page/focus-in-view.ts";
import { Scale, ScaleOutline } from "../scale/scale.tsx";
import type { Ratings } from "../scale/use-ratings.ts";
import { AnswerCard, motionNameOf } from "./answer-card.tsx";
import { bestOf } from "./best-of.ts";
import { TieDialog } from "./tie-dialog.tsx";

export type ScaleJudge = Extract<ConversationSettingsView["judge"], { kind: "scale" }>;

interface ScaledAnswersProps {
  /** From 0. */
  readonly turn: number;
  /** `text` is null once it is off the page again. */
  readonly slots: readonly { readonly id: string; readonly label: string; readonly text: string | null }[];
  readonly judge: ScaleJudge;
  readonly language: string;
  readonly ratings: Ratings;
  readonly busy: boolean;
  /** Whether answers are still on their way: they can't be rated yet, and stay on the page when they can. */
  readonly arriving?: boolean;
  /** The id of the answer to go on with when a tie was asked about, else null: the best rated one. */
  readonly onChoose: (slotId: string | null, best: readonly string[]) => void;
}

/** Answers with a scale each, and the button that goes on with the best or says what is missing. */
export function ScaledAnswers(props: ScaledAnswersProps) {
  const { turn, slots, judge, language, ratings, busy, arriving = false, onChoose } = props;
  const { t } = useTranslation();
  const [tried, setTried] = useState(false);
  const [tied, setTied] = useState<readonly string[]>([]);
  const id = useId();
  const range = { minimum: judge.minimum, maximum: judge.maximum };
  const missing = slots.filter((slot) => ratings.of(slot.id).value === null);
  const labelsOf = (some: typeof slots) => labelList(language).format(some.map((slot) => slot.label));
  // Made while answers come, and not when they can be rated.
  useEffect(() => void labelList(language), [language]);
  const untouched = slots.filter((slot) => !ratings.of(slot.id).trace.touched);

  const goOn = () => {
    setTried(true);
    ratings.flush();
    if (busy) return;
    if (missing[0] !== undefined) {
      focusInView(document.getElementById(`${id}-${missing[0].id}`));
      return;
    }
    const best = bestOf(slots.map((slot) => ({ id: slot.id, value: ratings.of(slot.id).value })));
    if (best.length > 1) setTied(best);
    else onChoose(null, best);
  };

  return (
    <>
      <div className="answers" data-count={slots.length}>
        {slots.map((slot) => {
          const { value, trace } = ratings.of(slot.id);
          return (
            <AnswerCard
              key={slot.id}
              label={slot.label}
              text={slot.text}
              complete={!arriving}
              motionName={motionNameOf(turn, slot.label)}
            >
              {(labelId) =>
                arriving ? (
                  <ScaleOutline
                    minimumLabel={judge.minimumLabel}
                    maximumLabel={judge.maximumLabel}
                    words={t("rate.wait")}
                  />
                ) : (
                  <Scale
                    id={`${id}-${slot.id}`}
                    labelledBy={labelId}
                    range={range}
                    minimumLabel={judge.minimumLabel}
                    maximumLabel={judge.maximumLabel}
                    value={value}
                    touched={trace.touched}
                    missing={tried && value === null}
                    required
                    errorId={`${id}-missing`}
                    onMove={(move) => ratings.move(slot.id, move)}
                    onRelease={ratings.flush}
                  />
                )
              }
            </AnswerCard>
          );
        })}
      </div>
      {!arriving && (
        <div className="go-on">
          <button
            type="button"
            className="button primary"
            aria-disabled={busy}
            aria-describedby={`${id}-missing`}
            onClick={goOn}
          >
            {slots.length > 1 ? t("rate.continueBest") : t("rate.continue")}
          </button>
          <p id={`${id}-missing`} className="small quiet" aria-live="polite">
            {missing.length > 0
              ? t("rate.missing", { count: missing.length, labels: labelsOf(missing) })
              : untouched.length > 0
                ? t("rate.untouched", { count: untouched.length, labels: labelsOf(untouched) })
                : t("rate.allRated")}
          </p>
        </div>
      )}
      {tied.length > 0 && (
        <TieDialog
          slots={slots.filter((slot) => tied.includes(slot.id))}
          language={language}
          kind={judge.tie}
          onChoose={(slotId) => {
            setTied([]);
            onChoose(slotId, tied);
          }}
          onBack={() => setTied([])}
        />
      )}
    </>
  );
}
