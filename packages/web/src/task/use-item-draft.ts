import type { TaskCommand } from "@refract/collect/browser";
import { useEffect, useRef } from "react";
import { useSession } from "../participant/session-context.tsx";
import type { Entered } from "./item-answer.ts";
import { clockTouched, clockWhen, type ItemClock, seenMs, startClock } from "./item-clock.ts";
import { type ItemDraft, writeDraft } from "./item-draft.ts";

/** The server takes times of up to a week. */
const longestMs = 7 * 24 * 3_600_000;

interface ItemDraftKeeper {
  /** Keeps what was entered just now. */
  readonly keep: (entered: Entered) => void;
  readonly times: () => Pick<Extract<TaskCommand, { type: "task.answered" }>, "pageMs" | "firstInputMs">;
  /** The person goes to another item and may come back: the time seen counts then too. */
  readonly leave: () => void;
  /** The answer is with the server. */
  readonly forget: () => void;
}

/** Measures how long an item is seen, and keeps that and the answer that is not sent yet over a reload. */
export function useItemDraft(place: string, earlier: ItemDraft | null, entered: Entered): ItemDraftKeeper {
  const { memory } = useSession();
  const clock = useRef<ItemClock | null>(null);
  clock.current ??= startClock(
    earlier ?? { seenMs: 0, firstInputMs: null },
    document.visibilityState === "visible",
    performance.now(),
  );
  const latest = useRef(entered);
  latest.current = entered;
  const isDone = useRef(false);

  const measured = () => {
    const { current } = clock;
    return {
      seenMs: current === null ? 0 : seenMs(current, performance.now()),
      firstInputMs: current?.firstInputMs ?? null,
    };
  };
  const save = (next: Entered) => {
    if (!isDone.current) memory.saveDraft(place, writeDraft({ entered: next, ...measured() }));
  };
  const latestSave = useRef(save);
  latestSave.current = save;

  useEffect(() => {
    const onVisibility = () => {
      if (clock.current !== null)
        clock.current = clockWhen(clock.current, document.visibilityState === "visible", performance.now());
      latestSave.current(latest.current);
    };
    const onLeave = () => latestSave.current(latest.current);
    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("pagehide", onLeave);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("pagehide", onLeave);
    };
  }, []);

  return {
    keep: (next) => {
      if (clock.current !== null) clock.current = clockTouched(clock.current, performance.now());
      save(next);
    },
    times: () => {
      const { seenMs: seen, firstInputMs } = measured();
      const limited = (milliseconds: number) => Math.min(longestMs, milliseconds);
      return { pageMs: limited(seen), firstInputMs: firstInputMs === null ? null : limited(firstInputMs) };
    },
    leave: () => save(entered),
    forget: () => {
      isDone.current = true;
      memory.saveDraft(place, "");
    },
  };
}
