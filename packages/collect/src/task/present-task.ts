import { textIn } from "@refract/core";
import type { StageContext } from "../stage/stage-context.ts";
import { maximumCharacters } from "./check-response.ts";
import type { TaskConfig } from "./task-config.ts";
import type { TaskItem } from "./task-item.ts";
import { taskItems } from "./task-items.ts";
import type { GivenAnswer, GivenItem, TaskState } from "./task-state.ts";
import type { TaskFormatView, TaskItemView, TaskResponse, TaskView } from "./task-view.ts";

/** What the person sees: the item they are at, and nothing of those to come. */
export function presentTask(
  state: TaskState,
  config: TaskConfig,
  context: StageContext,
  language: string,
): TaskView {
  const items = taskItems(config, context);
  const given = state.hasBegun ? state.items?.[state.place] : undefined;
  const item = given === undefined ? undefined : items.byId.get(given.item);
  return {
    type: "task",
    instruction:
      config.instruction === undefined ? null : textIn(config.instruction, language, context.defaultLanguage),
    contentWarning: items.file?.instrument.contentWarning ?? null,
    awaitsBegin: state.items !== null && !state.hasBegun,
    place: state.place,
    count: state.items?.length ?? 0,
    item:
      given === undefined || item === undefined
        ? null
        : itemView(item, given, config, language, context.defaultLanguage),
    given: givenResponse(state.answers[state.place]),
    mayGoBack: config.mayGoBack,
    mayDecline: config.mayDecline,
    maySkip: config.maySkip,
  };
}

function givenResponse(answer: GivenAnswer | undefined): TaskResponse | null {
  if (answer === undefined) return null;
  if (answer.missing !== null) return { kind: "pass", reason: answer.missing };
  return answer.rule === "people/opt-out" && typeof answer.value === "string"
    ? { kind: "opt-out", option: answer.value }
    : { kind: "answer", value: answer.value };
}

type Say = (text: TaskItem["question"]) => string;

function itemView(
  item: TaskItem,
  given: GivenItem,
  config: TaskConfig,
  language: string,
  fallback: string,
): TaskItemView {
  const say: Say = (text) => textIn(text, language, fallback);
  return {
    id: item.id,
    language: item.language,
    stimulus: item.stimulus.map((part) =>
      part.kind === "text"
        ? { kind: part.kind, text: say(part.text), language: part.language ?? item.language }
        : {
            kind: part.kind,
            source: `data:${part.mediaType};base64,${part.data}`,
            description: part.description === "" ? "" : say(part.description),
          },
    ),
    question: say(item.question),
    guidance: item.guidance ?? null,
    format: formatView(item, given.options, say),
    optOuts: [...item.optOuts, ...config.optOuts].map(({ id, text }) => ({ id, text: say(text) })),
  };
}

/** What stands before an option at a place, from 0. */
function labelAt(place: number, labels: TaskItem["optionLabels"]): { readonly label?: string } {
  if (labels === "letters") return { label: String.fromCodePoint(65 + place) };
  return labels === "numbers" ? { label: String(place + 1) } : {};
}

function formatView({ format, optionLabels }: TaskItem, order: readonly string[], say: Say): TaskFormatView {
  switch (format.kind) {
    case "choice":
    case "several":
    case "likert":
    case "ranking": {
      const texts = new Map(format.options.map(({ id, text }) => [id, say(text)]));
      // a scale is read by its words, and an order has no places yet
      const labels = format.kind === "choice" || format.kind === "several" ? optionLabels : "none";
      return {
        kind: format.kind,
        options: order.map((id, place) => ({ id, text: texts.get(id) ?? id, ...labelAt(place, labels) })),
      };
    }
    case "true-false":
      return { kind: format.kind };
    case "vas":
      return { ...format, low: say(format.low), high: say(format.high) };
    case "number":
      return { ...format, unit: format.unit === null ? null : say(format.unit) };
    case "text":
      return { ...format, maximumCharacters: maximumCharacters(format) };
  }
}
