import { textIn } from "@refract/core";
import type { StudyRatings } from "@refract/store";
import { conversationConfigs } from "../conversation/conversation-configs.ts";
import type { OpenedStudy } from "../session/open-study.ts";
import { stageConfig } from "../stage/stage-config.ts";
import { type EndConfig, endConfigSchema } from "./end-stage.ts";
import type { RatingsRow, RatingsView } from "./ratings-view.ts";

/** Parts of the scale that ratings are counted in. */
const parts = 5;

/** How the study's last page shows everybody's ratings; null where it does not. */
export function ratingsSettings({ study }: OpenedStudy): NonNullable<EndConfig["ratings"]> | null {
  const { value: type } = endConfigSchema.shape.type;
  const last = study.stages.findLast((stage) => stage.type === type);
  return last === undefined ? null : (stageConfig(endConfigSchema, last).ratings ?? null);
}

/**
 * A person's ratings beside everybody's. A cell that fewer people than the minimum stand behind is left empty. Averages and
 * shares are over ratings, not over people; sliders that nobody touched are no ratings.
 *
 * @param language Of the person's pages.
 */
export function summarizeRatings(
  opened: OpenedStudy,
  own: Omit<StudyRatings, "people">,
  everybody: StudyRatings,
  language: string,
): RatingsView {
  const settings = ratingsSettings(opened);
  const [talk] = conversationConfigs(opened);
  if (settings === null || talk === undefined || everybody.people < settings.minimumPeople)
    return { kind: "few" };
  const { study } = opened;
  const { judge } = talk;
  const { minimumPeople, namesModels } = settings;
  const fallback = study.languages[0] ?? "en";
  if (judge.kind === "verdict") {
    const options = judge.options.map(({ id, label }) => ({
      label: textIn(label, language, fallback),
      ...shares(own.verdicts, everybody.verdicts, ({ verdict }) => verdict === id, minimumPeople),
    }));
    return { kind: "verdicts", people: everybody.people, options };
  }
  const width = (judge.maximum - judge.minimum + 1) / parts;
  const edges = Array.from({ length: parts }, (_, index) => ({
    from: Math.round(judge.minimum + index * width),
    to: Math.round(judge.minimum + (index + 1) * width) - 1,
  }));
  return {
    kind: "scale",
    people: everybody.people,
    parts: edges
      .filter(({ from, to }) => from <= to)
      .map(({ from, to }) => ({
        ...{ from, to },
        ...shares(
          own.scores,
          everybody.scores,
          ({ score }) => score >= from && score < to + 1,
          minimumPeople,
        ),
      })),
    average: averages(own.scores, everybody.scores, minimumPeople),
    models: !namesModels
      ? []
      : study.models.map(({ id, description }) => {
          const isOf = ({ modelId }: StudyRatings["scores"][number]) => modelId === id;
          const both = averages(own.scores.filter(isOf), everybody.scores.filter(isOf), minimumPeople);
          return { model: description?.longName ?? id, ...both };
        }),
  };
}

interface Counted {
  readonly participantId: string;
  readonly count: number;
}

function shares<Row extends Counted>(
  own: readonly Row[],
  everybody: readonly Row[],
  isOne: (row: Row) => boolean,
  minimumPeople: number,
): RatingsRow {
  const share = (rows: readonly Row[]) => {
    const all = total(rows);
    return all === 0 ? null : Math.round((100 * total(rows.filter(isOne))) / all) / 100;
  };
  const behind = peopleIn(everybody.filter(isOne));
  return { you: share(own), everybody: behind < minimumPeople ? null : share(everybody) };
}

function averages(
  own: StudyRatings["scores"],
  everybody: StudyRatings["scores"],
  minimumPeople: number,
): RatingsRow {
  const average = (rows: StudyRatings["scores"]) => {
    const all = total(rows);
    const sum = rows.reduce((before, { score, count }) => before + score * count, 0);
    return all === 0 ? null : Math.round(sum / all);
  };
  return {
    you: average(own),
    everybody: peopleIn(everybody) < minimumPeople ? null : average(everybody),
  };
}

function total(rows: readonly Counted[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}

function peopleIn(rows: readonly Counted[]): number {
  return new Set(rows.map(({ participantId }) => participantId)).size;
}
