import type { JsonValue } from "@refract/core";
import { createRandom, deriveSeed, type Random } from "@refract/stats";
import type { TimedCommand } from "../stage/stage-life.ts";
import type { TaskCommand, TaskFormatView, TaskItemView, TaskResponse, TaskView } from "../task/task-view.ts";
import { composeText, composeWords } from "./compose-text.ts";
import type { SimulatedPerson } from "./simulated-person.ts";
import type { SimulationPlan } from "./simulation-plan.ts";
import { decidingMs, readingMs, typingMs } from "./think-time.ts";

/** Few pass over an item or say that they have no opinion. */
const passShare = 0.02;
const optOutShare = 0.04;

/** Standard deviations of where an item and a person stand, in steps from the middle of a scale of five. */
const itemSpread = 0.8;
const personSpread = 1;

/** Answers the item a simulated person is at; nothing while there is none. */
export function answerTaskItem(
  plan: Pick<SimulationPlan, "seed">,
  person: SimulatedPerson,
  stageId: string,
  view: TaskView,
  language: string,
): readonly TimedCommand<TaskCommand>[] {
  const { item } = view;
  if (view.awaitsBegin)
    return [{ thinkMs: readingMs(person.pace, view.instruction ?? ""), command: { type: "task.begun" } }];
  if (item === null) return [];
  const random = createRandom(deriveSeed(person.seed, "task", stageId, item.id));
  const response = respond(plan, stageId, view, item, random, language);
  const firstInputMs = readingMs(person.pace, textOf(item)) + decidingMs(person.pace, random.stream("time"));
  const typed =
    item.format.kind === "text" && response.kind === "answer"
      ? typingMs(person.pace, JSON.stringify(response.value))
      : 0;
  const pageMs = firstInputMs + typed + 700;
  return [
    { thinkMs: pageMs, command: { type: "task.answered", item: item.id, response, pageMs, firstInputMs } },
  ];
}

function respond(
  plan: Pick<SimulationPlan, "seed">,
  stageId: string,
  view: TaskView,
  item: TaskItemView,
  random: Random,
  language: string,
): TaskResponse {
  if ((view.mayDecline || view.maySkip) && random.stream("pass").chance(passShare))
    return { kind: "pass", reason: view.mayDecline ? "prefer-not-to-say" : "skipped" };
  if (item.optOuts.length > 0 && random.stream("opt-out").chance(optOutShare))
    return { kind: "opt-out", option: random.stream("opt-out").pick(item.optOuts).id };
  // Where everybody stands on an item is the same for all people of a simulation, so that shares differ between items.
  const leaning = createRandom(deriveSeed(plan.seed, "task", stageId, item.id)).normal(0, itemSpread);
  const place = leaning + random.stream("place").normal(0, personSpread);
  return { kind: "answer", value: answerTo(item.format, place, random.stream("value"), language) };
}

function answerTo(format: TaskFormatView, place: number, random: Random, language: string): JsonValue {
  switch (format.kind) {
    case "likert":
    case "choice": {
      const middle = (format.options.length - 1) / 2;
      // Options that are no scale are taken by their ids, so that the order shown does not matter.
      const ids = format.options.map(({ id }) => id);
      const ordered = format.kind === "likert" ? ids : ids.toSorted();
      const index = Math.round(middle + (place * middle) / 2);
      return ordered[Math.min(ordered.length - 1, Math.max(0, index))] ?? "";
    }
    case "several": {
      const ids = format.options.map(({ id }) => id);
      return random.sample(ids, 1 + random.integer(ids.length));
    }
    case "ranking":
      return random.shuffle(format.options.map(({ id }) => id));
    case "true-false":
      return place > 0;
    case "vas":
      return within(
        format,
        (format.minimum + format.maximum) / 2 + (place * (format.maximum - format.minimum)) / 4,
      );
    case "number": {
      const low = format.minimum ?? 0;
      const high = format.maximum ?? low + 100;
      return within({ minimum: low, maximum: high }, (low + high) / 2 + (place * (high - low)) / 4);
    }
    case "text": {
      const bounds = { maximum: format.maximumCharacters };
      const write = () =>
        format.long
          ? composeText(language, ["general"], random, bounds)
          : composeWords(language, random, bounds);
      return format.slots === 1 ? write() : Array.from({ length: format.slots }, write);
    }
  }
}

function within({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }, value: number) {
  return Math.min(Math.floor(maximum), Math.max(Math.ceil(minimum), Math.round(value)));
}

function textOf({ stimulus, question, format }: TaskItemView): string {
  const options = "options" in format ? format.options.map(({ text }) => text) : [];
  return [...stimulus.map((part) => (part.kind === "text" ? part.text : "")), question, ...options].join(" ");
}
