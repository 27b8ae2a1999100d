import type { SessionView, TurnView } from "@refract/collect/browser";
import { useRef, useState } from "react";
import { useSession, useStageCommand } from "../participant/session-context.tsx";
import { useRatings } from "../scale/use-ratings.ts";
import { readTrace, shownSince, sinceShown } from "./rating-memory.ts";
import { ScaledAnswers, type ScaleJudge } from "./scaled-answers.tsx";

interface RatedAnswersProps {
  readonly view: SessionView;
  readonly turn: TurnView;
  readonly judge: ScaleJudge;
}

/** The answers of a live turn, their ratings saved as they are made. */
export function RatedAnswers({ view, turn, judge }: RatedAnswersProps) {
  const { memory } = useSession();
  const send = useStageCommand(view);
  const shownAt = useRef(shownSince(memory, turn.id, Date.now()));
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
    elapsedMs: () => sinceShown(shownAt.current, Date.now()),
    save: (slotId, score, trace) => {
      memory.saveDraft(`trace/${slotId}`, JSON.stringify(trace));
      void send({ type: "slot.rated", slotId, score, trace });
    },
  });

  const choose = async (slotId: string | null) => {
    setBusy(true);
    await send({ type: "turn.chosen", slotId });
    setBusy(false);
  };

  return (
    <ScaledAnswers
      turn={turn.number}
      slots={turn.slots.map((slot) => ({ id: slot.id, label: slot.label, text: slot.text ?? "" }))}
      judge={judge}
      language={view.language}
      ratings={ratings}
      busy={busy}
      onChoose={(slotId) => void choose(slotId)}
    />
  );
}
