import type { SessionView, TurnView } from "@refract/collect/browser";
import { useEffect, useState } from "react";
import { useSession, useStageCommand } from "../participant/session-context.tsx";
import { useRatings } from "../scale/use-ratings.ts";
import { readTrace, shownSince, sinceShown } from "./rating-memory.ts";
import { ScaledAnswers, type ScaleJudge } from "./scaled-answers.tsx";

interface RatedAnswersProps {
  readonly view: SessionView;
  readonly turn: TurnView;
  readonly judge: ScaleJudge;
  /** Text that has come so far, by slot; null once all of it is there. */
  readonly arriving: ((slotId: string) => string) | null;
  /** Slots whose texts are off the page again, once the turn is settled; null before. */
  readonly gone: readonly string[] | null;
}

/** The answers of a live turn as they come, then their ratings, saved as they are made. */
export function RatedAnswers({ view, turn, judge, arriving, gone }: RatedAnswersProps) {
  const { memory } = useSession();
  const send = useStageCommand(view);
  const [busy, setBusy] = useState(false);

  const ratings = useRatings({
    startOf: (slotId) => {
      const slot = turn.slots.find((candidate) => candidate.id === slotId);
      return {
        saved: slot?.score ?? null,
        touched: slot?.touched ?? false,
        startAt: judge.startAt,
        range: { minimum: judge.minimum, maximum: judge.maximum },
        trace: readTrace(memory, slotId),
      };
    },
    elapsedMs: () => {
      const now = Date.now();
      return sinceShown(shownSince(memory, turn.id, now), now);
    },
    save: (slotId, score, trace) => {
      memory.saveDraft(`trace/${slotId}`, JSON.stringify(trace));
      return send({ type: "slot.rated", slotId, score, trace });
    },
    draftPlace: (slotId) => `rating/${slotId}`,
  });

  const isHere = arriving === null;
  useEffect(() => {
    if (isHere) shownSince(memory, turn.id, Date.now());
  }, [isHere, memory, turn.id]);

  const choose = async (slotId: string | null) => {
    setBusy(true);
    await send({ type: "turn.chosen", slotId });
    setBusy(false);
  };

  return (
    <ScaledAnswers
      turn={turn.number}
      slots={turn.slots.map((slot) => ({
        id: slot.id,
        label: slot.label,
        text: gone?.includes(slot.id) ? null : arriving === null ? (slot.text ?? "") : arriving(slot.id),
      }))}
      judge={judge}
      language={view.language}
      ratings={ratings}
      busy={busy || gone !== null}
      arriving={arriving !== null}
      onChoose={(slotId) => void choose(slotId)}
    />
  );
}
