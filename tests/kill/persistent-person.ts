import { randomUUID } from "node:crypto";
import type { CommandEnvelope, ConversationStageView, SessionView } from "@refract/collect";
import type { Random } from "@refract/stats";
import { applyFrame, ParticipantClient } from "@refract/testing";

/** A command that the server said is done. */
export interface Acknowledged {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
}

const retryMs = 25;

/** Somebody who takes part whatever happens to the server, and remembers what it acknowledged. */
export class PersistentPerson {
  readonly acknowledged: Acknowledged[] = [];
  /** Text put together from the stream that was not the text of the view. */
  readonly mixedUp: string[] = [];
  readonly #random: Random;
  readonly #signal: AbortSignal;
  readonly #onAcknowledged: () => void;
  #client: ParticipantClient;

  constructor(
    baseUrl: string,
    studyId: string,
    random: Random,
    signal: AbortSignal,
    onAcknowledged: () => void,
  ) {
    this.#client = new ParticipantClient(baseUrl, studyId);
    this.#random = random;
    this.#signal = signal;
    this.#onAcknowledged = onAcknowledged;
  }

  get client(): ParticipantClient {
    return this.#client;
  }

  /** Goes all the way; answers the view of the end. */
  async takePart(): Promise<SessionView> {
    let view: SessionView = await this.#persist(async () => {
      const entered = await this.#client.enter();
      // An entry whose answer was lost leaves no cookie: it is somebody else, and this person comes in again.
      if (entered.status !== 200) throw new Error(JSON.stringify(entered.body));
      return entered.body;
    });
    while (view.status === "active") {
      view =
        view.stage?.type === "conversation" && view.stage.phase === "answering"
          ? await this.#watch()
          : await this.#act(view);
    }
    return view;
  }

  async #act(view: SessionView): Promise<SessionView> {
    const { stage } = view;
    const stageId = view.stages[view.stageIndex]?.id ?? "";
    if (stage?.type === "consent")
      return this.#send(stageId, { type: "consent.given", statements: { consent: true } });
    if (stage?.type !== "conversation") throw new Error(`unexpected stage ${stage?.type}`);
    return this.#send(stageId, this.#next(stage));
  }

  #next(stage: ConversationStageView): CommandEnvelope["command"] {
    const { conversation } = stage;
    const prompt = `prompt ${this.#random.integer(1_000_000)}`;
    switch (stage.phase) {
      case "choose-type":
        return {
          type: "conversation.begun",
          conversationType: stage.types.find((type) => type.open)?.id ?? "",
          prompt,
        };
      case "write":
        return conversation?.mayFinish === true
          ? { type: "conversation.finished" }
          : { type: "turn.sent", prompt };
      case "failed":
        return { type: "turn.retried" };
      case "rate": {
        const unrated = conversation?.turn?.slots.find((slot) => slot.score === null);
        if (unrated !== undefined) {
          return {
            type: "slot.rated",
            slotId: unrated.id,
            score: 1 + this.#random.integer(100),
            trace: { touched: true, firstTouchMs: 5, pathLength: 9 },
          };
        }
        return { type: "turn.chosen", slotId: conversation?.turn?.tied[0] ?? null };
      }
      case "questions":
        return { type: "feedback.submitted", text: `feedback ${this.#random.integer(1_000_000)}` };
      default:
        throw new Error(`unexpected phase ${stage.phase}`);
    }
  }

  /** The same id again and again until the server answers. */
  async #send(stageId: string, command: CommandEnvelope["command"]): Promise<SessionView> {
    const id = randomUUID();
    return this.#persist(async () => {
      const { status, body } = await this.#client.send(stageId, command, id);
      if (status !== 200) throw new Error(`${command.type} was refused: ${JSON.stringify(body)}`);
      this.acknowledged.push({ id, seq: body.view.seq, type: command.type });
      this.#onAcknowledged();
      return body.view;
    });
  }

  /** Reads the stream over every break, as a browser does: with the id of the last frame. */
  async #watch(): Promise<SessionView> {
    const texts = new Map<string, string>();
    let lastEventId: string | undefined;
    return this.#persist(async () => {
      for await (const message of this.#client.stream({
        signal: this.#signal,
        ...(lastEventId === undefined ? {} : { lastEventId }),
      })) {
        if (message.event === "text") {
          applyFrame(texts, message.data);
          lastEventId = message.id ?? undefined;
          continue;
        }
        const { stage } = message.data;
        if (stage?.type !== "conversation" || stage.phase === "answering") continue;
        for (const slot of stage.conversation?.turn?.slots ?? []) {
          const streamed = texts.get(slot.id);
          // After a kill a page may have fewer characters than the view, which then replaces them; never others.
          if (streamed !== undefined && streamed !== "" && slot.text?.startsWith(streamed) !== true)
            this.mixedUp.push(`${streamed} | ${slot.text}`);
        }
        return message.data;
      }
      throw new TypeError("the stream broke off");
    });
  }

  async #persist<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (this.#signal.aborted) throw error;
        // fetch reports a lost connection as a TypeError; anything else is a real failure.
        if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error;
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }
}
