import type { JsonValue } from "@refract/core";
import type { EventRow } from "@refract/store";
import * as z from "zod";

interface OwnTurn {
  readonly prompt: string;
  readonly responses: readonly {
    readonly text: string;
    readonly score: number | null;
    readonly chosen: boolean;
  }[];
  readonly verdict: string | null;
}

/** What a person said, as they can download it. Models are not named: the study may still be blind. */
export interface OwnData {
  /** The kind of device they came by; null where it was not looked at. */
  readonly device: JsonValue;
  readonly consent: {
    readonly version: string;
    readonly at: string;
    readonly statements: Readonly<Record<string, boolean>>;
  } | null;
  readonly answers: Readonly<Record<string, JsonValue>>;
  readonly conversations: readonly {
    readonly type: string;
    readonly turns: readonly OwnTurn[];
    readonly attributes: Readonly<Record<string, number | "not applicable" | null>>;
    readonly feedback: string | null;
  }[];
  /** Items answered, in order; the value is null where the person passed. */
  readonly tasks: readonly { readonly item: string; readonly value: JsonValue }[];
}

const drawSchema = z.object({ slots: z.array(z.object({ id: z.string() })) });
const payloads = {
  entered: z.object({ device: z.json().optional() }),
  consent: z.object({ version: z.string(), statements: z.record(z.string(), z.boolean()) }),
  saved: z.object({ answers: z.record(z.string(), z.json()) }),
  begun: z.object({ conversationType: z.string() }),
  sent: z.object({ turnId: z.string(), prompt: z.string(), draw: drawSchema }),
  retried: z.object({ draw: drawSchema }),
  slot: z.object({ slotId: z.string() }),
  completed: z.object({ slotId: z.string(), text: z.string() }),
  rated: z.object({ slotId: z.string(), score: z.number() }),
  verdict: z.object({ verdict: z.string(), slotId: z.string().nullable() }),
  attribute: z.object({
    block: z.string(),
    statement: z.string(),
    value: z.number().nullable(),
    notApplicable: z.boolean(),
  }),
  feedback: z.object({ text: z.string() }),
  task: z.object({ item: z.string(), value: z.json() }),
};

interface Response {
  text: string | null;
  /** The model failed and the response is left out. */
  dropped: boolean;
  score: number | null;
  chosen: boolean;
}

interface Turn {
  readonly id: string;
  readonly prompt: string;
  /** In the order shown: the order of arrival would tell quick models from slow ones. */
  slots: ReadonlyMap<string, Response>;
  verdict: string | null;
}

function emptySlots(draw: z.output<typeof drawSchema>): ReadonlyMap<string, Response> {
  return new Map(
    draw.slots.map(({ id }) => [id, { text: null, dropped: false, score: null, chosen: false }]),
  );
}

/** Another try fills the places of the responses left out. */
function refilled(
  slots: ReadonlyMap<string, Response>,
  draw: z.output<typeof drawSchema>,
): ReadonlyMap<string, Response> {
  const fresh = emptySlots(draw).entries();
  return new Map([...slots].map((entry) => (entry[1].dropped ? (fresh.next().value ?? entry) : entry)));
}

/**
 * Gathers a person's own words and marks from their log; a fixed list of fields, so nothing else can slip out. Responses
 * of a turn that is still being answered or shown are left out, since what is here first would tell whose it is.
 *
 * @param liveTurnId The turn that is on its way to the person's page.
 */
export function ownData(events: readonly EventRow[], liveTurnId: string | null): OwnData {
  let consent: OwnData["consent"] = null;
  let device: JsonValue = null;
  const answers = new Map<string, JsonValue>();
  const tasks = new Map<string, { item: string; value: JsonValue }>();
  const conversations: {
    type: string;
    turns: Turn[];
    attributes: Map<string, number | "not applicable" | null>;
    feedback: string | null;
  }[] = [];
  const turn = () => conversations.at(-1)?.turns.at(-1);
  const change = (slotId: string | null, changed: Partial<Response>) => {
    if (slotId !== null) Object.assign(turn()?.slots.get(slotId) ?? {}, changed);
  };
  for (const { type, payload, at, stageId } of events) {
    switch (type) {
      case "session.entered":
        device = payloads.entered.safeParse(payload).data?.device ?? null;
        break;
      case "consent.given":
        consent = { ...payloads.consent.parse(payload), at: new Date(at).toISOString() };
        break;
      case "survey.saved":
        for (const [question, answer] of Object.entries(payloads.saved.parse(payload).answers)) {
          // Null clears an answer.
          if (answer === null) answers.delete(question);
          else answers.set(question, answer);
        }
        break;
      case "task.answered": {
        // An answer that was changed later counts where the item stood.
        const answer = payloads.task.parse(payload);
        tasks.set(JSON.stringify([stageId, answer.item]), answer);
        break;
      }
      case "conversation.begun":
        conversations.push({
          type: payloads.begun.parse(payload).conversationType,
          turns: [],
          attributes: new Map(),
          feedback: null,
        });
        break;
      case "turn.sent": {
        const { turnId, prompt, draw } = payloads.sent.parse(payload);
        conversations.at(-1)?.turns.push({ id: turnId, prompt, slots: emptySlots(draw), verdict: null });
        break;
      }
      case "turn.retried": {
        const again = turn();
        if (again !== undefined) again.slots = refilled(again.slots, payloads.retried.parse(payload).draw);
        break;
      }
      case "slot.completed": {
        const { slotId, text } = payloads.completed.parse(payload);
        change(slotId, { text });
        break;
      }
      case "slot.dropped":
        change(payloads.slot.parse(payload).slotId, { dropped: true });
        break;
      case "slot.rated": {
        const { slotId, score } = payloads.rated.parse(payload);
        change(slotId, { score });
        break;
      }
      case "turn.chosen":
        change(payloads.slot.parse(payload).slotId, { chosen: true });
        break;
      case "verdict.given": {
        const { verdict, slotId } = payloads.verdict.parse(payload);
        Object.assign(turn() ?? {}, { verdict });
        change(slotId, { chosen: true });
        break;
      }
      case "attributes.rated": {
        const { block, statement, value, notApplicable } = payloads.attribute.parse(payload);
        const mark = notApplicable ? "not applicable" : value;
        conversations.at(-1)?.attributes.set(`${block}.${statement}`, mark);
        break;
      }
      case "feedback.saved":
      case "feedback.submitted":
        Object.assign(conversations.at(-1) ?? {}, { feedback: payloads.feedback.parse(payload).text });
        break;
    }
  }
  return {
    device,
    consent,
    answers: Object.fromEntries(answers),
    conversations: conversations.map(({ type, turns, attributes, feedback }) => ({
      type,
      turns: turns.map((each) => ownTurn(each, liveTurnId)),
      attributes: Object.fromEntries(attributes),
      feedback,
    })),
    tasks: [...tasks.values()],
  };
}

function ownTurn({ id, prompt, slots, verdict }: Turn, liveTurnId: string | null): OwnTurn {
  const responses = [...slots.values()];
  const isShown = id !== liveTurnId && responses.every(({ text, dropped }) => text !== null || dropped);
  return {
    prompt,
    responses: responses.flatMap(({ text, score, chosen }) =>
      text === null || !isShown ? [] : [{ text, score, chosen }],
    ),
    verdict,
  };
}
