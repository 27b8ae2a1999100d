import type { JsonValue } from "@refract/core";
import type { EventRow } from "@refract/store";
import * as z from "zod";

interface OwnTurn {
  readonly prompt: string;
  readonly responses: { text: string; score: number | null; chosen: boolean }[];
}

/** What a person said, as they can download it. Models are not named: the study may still be blind. */
export interface OwnData {
  readonly consent: { readonly version: string; readonly at: string } | null;
  readonly answers: Readonly<Record<string, JsonValue>>;
  readonly conversations: readonly {
    readonly type: string;
    readonly turns: readonly OwnTurn[];
    readonly attributes: Readonly<Record<string, number | null>>;
    readonly feedback: string | null;
  }[];
}

const payloads = {
  consent: z.object({ version: z.string() }),
  saved: z.object({ answers: z.record(z.string(), z.json()) }),
  begun: z.object({ conversationType: z.string() }),
  sent: z.object({ prompt: z.string(), draw: z.object({ slots: z.array(z.object({ id: z.string() })) }) }),
  retried: z.object({ draw: z.object({ slots: z.array(z.object({ id: z.string() })) }) }),
  completed: z.object({ slotId: z.string(), text: z.string() }),
  rated: z.object({ slotId: z.string(), score: z.number() }),
  chosen: z.object({ slotId: z.string() }),
  attribute: z.object({ block: z.string(), statement: z.string(), value: z.number().nullable() }),
  feedback: z.object({ text: z.string() }),
};

interface OpenResponse {
  readonly text: string | null;
  readonly score: number | null;
  readonly chosen: boolean;
}

/** In the order shown: the order of arrival would tell quick models from slow ones. */
function emptySlots(draw: { readonly slots: readonly { readonly id: string }[] }): Map<string, OpenResponse> {
  return new Map(draw.slots.map(({ id }) => [id, { text: null, score: null, chosen: false }]));
}

/** Gathers a person's own words and marks from their log; a fixed list of fields, so nothing else can slip out. */
export function ownData(events: readonly EventRow[]): OwnData {
  let consent: OwnData["consent"] = null;
  const answers: Record<string, JsonValue> = {};
  const conversations: {
    type: string;
    turns: { prompt: string; slots: Map<string, OpenResponse> }[];
    attributes: Record<string, number | null>;
    feedback: string | null;
  }[] = [];
  const slot = (id: string) => conversations.at(-1)?.turns.at(-1)?.slots.get(id);
  for (const event of events) {
    switch (event.type) {
      case "consent.given":
        consent = {
          version: payloads.consent.parse(event.payload).version,
          at: new Date(event.at).toISOString(),
        };
        break;
      case "survey.saved":
        Object.assign(answers, payloads.saved.parse(event.payload).answers);
        break;
      case "conversation.begun":
        conversations.push({
          type: payloads.begun.parse(event.payload).conversationType,
          turns: [],
          attributes: {},
          feedback: null,
        });
        break;
      case "turn.sent": {
        const { prompt, draw } = payloads.sent.parse(event.payload);
        conversations.at(-1)?.turns.push({ prompt, slots: emptySlots(draw) });
        break;
      }
      case "turn.retried": {
        const turn = conversations.at(-1)?.turns.at(-1);
        if (turn !== undefined) turn.slots = emptySlots(payloads.retried.parse(event.payload).draw);
        break;
      }
      case "slot.completed": {
        const { slotId, text } = payloads.completed.parse(event.payload);
        Object.assign(slot(slotId) ?? {}, { text });
        break;
      }
      case "slot.rated": {
        const { slotId, score } = payloads.rated.parse(event.payload);
        Object.assign(slot(slotId) ?? {}, { score });
        break;
      }
      case "turn.chosen":
        Object.assign(slot(payloads.chosen.parse(event.payload).slotId) ?? {}, { chosen: true });
        break;
      case "attributes.rated": {
        const { block, statement, value } = payloads.attribute.parse(event.payload);
        Object.assign(conversations.at(-1)?.attributes ?? {}, { [`${block}.${statement}`]: value });
        break;
      }
      case "feedback.submitted":
        Object.assign(conversations.at(-1) ?? {}, { feedback: payloads.feedback.parse(event.payload).text });
        break;
    }
  }
  return {
    consent,
    answers,
    conversations: conversations.map(({ turns, ...conversation }) => ({
      ...conversation,
      turns: turns.map(({ prompt, slots }) => ({
        prompt,
        responses: [...slots.values()].flatMap(({ text, ...marks }) =>
          text === null ? [] : [{ text, ...marks }],
        ),
      })),
    })),
  };
}
