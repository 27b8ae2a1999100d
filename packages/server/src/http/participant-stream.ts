import type { SessionView } from "@refract/collect";
import type { LiveTurn, StampedFrame } from "../live/live-turn.ts";
import type { ParticipantHub } from "../live/participant-hub.ts";
import type { Send } from "./event-stream.ts";

export interface ParticipantStreamOptions {
  readonly send: Send;
  readonly close: () => void;
  readonly hub: ParticipantHub;
  readonly participantId: string;
  /** What the window calls itself, or null. */
  readonly window: string | null;
  /** The view now; sent first, so that nothing that happened while connecting is missed. */
  readonly view: SessionView;
  readonly turn: LiveTurn | null;
  readonly lastEventId: string | null;
}

/** One person's stream: views when something changed, and the characters of the turn under way. */
export function participantStream({
  send,
  close,
  hub,
  participantId,
  window,
  view,
  turn,
  lastEventId,
}: ParticipantStreamOptions): () => void {
  let next: (() => StampedFrame | null) | null = null;
  const listenTo = (live: LiveTurn, from: string | null) => {
    next = live.listen(from);
    sendFrame();
  };
  const sendFrame = () => {
    const stamped = next?.() ?? null;
    if (stamped !== null) send({ event: "text", id: stamped.id, data: stamped.frame });
  };
  send({ event: "view", data: view });
  if (turn !== null) listenTo(turn, lastEventId);
  return hub.add(participantId, {
    window,
    view: (changed) => {
      sendFrame();
      send({ event: "view", data: changed });
    },
    turn: (live) => listenTo(live, null),
    beat: sendFrame,
    close,
  });
}
