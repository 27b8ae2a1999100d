import {
  applyEvents,
  builtInStages,
  checkStudy,
  decideSession,
  newSession,
  type OpenedStudy,
  ownData,
  planSimulation,
  releaseStudy,
  replaySession,
  type SessionWalk,
  type Stage,
  viewSession,
  walkSession,
} from "@refract/collect";
import { type JsonValue, RefractError } from "@refract/core";
import { describe, expect, test } from "vitest";

/** A stage as a study file has it. */
export interface StageExample {
  readonly type: string;
  readonly [setting: string]: JsonValue;
}

interface ContractOptions {
  /** Files beside the study file that the example names. */
  readonly files?: Readonly<Record<string, string>>;
  /** References of its models; demo models unless told. */
  readonly models?: readonly string[];
  readonly languages?: readonly string[];
}

const people = [1, 2, 3];
const demoModels = ["secret-a", "secret-b", "secret-c", "secret-d", "secret-e"].map((name) => `demo:${name}`);

/**
 * What every kind of stage must hold, built in or brought by somebody else: it can be walked, its log alone rebuilds it, and
 * nothing it keeps of a person is missing from their download, from the dataset or from what a withdrawal takes away.
 *
 * @param example Settings under which everything the stage can keep is kept.
 */
export function describeStageContract(
  stage: Stage,
  example: StageExample,
  { files = {}, models = demoModels, languages = ["en"] }: ContractOptions = {},
): void {
  const [first, ...others] = builtInStages;
  const stages = [first, ...others.filter(({ type }) => type !== stage.type), stage] as const;
  const study = {
    ...{ refract: 1, id: "contract", title: "A contract", seed: "contract", languages, models },
    stages: [{ id: "here", ...example }, ...(stage.part === "closing" ? [] : [{ id: "end", type: "end" }])],
  };
  const bundle = { "study.yaml": JSON.stringify(study), ...files };
  const opened = (): OpenedStudy => {
    const checked = checkStudy(bundle, stage.type === first.type ? [stage, ...others] : stages);
    const errors = checked.problems.filter(({ severity }) => severity === "error");
    expect(errors.map(({ field, message }) => `${field}: ${message}`)).toEqual([]);
    if (checked.study === null) throw new Error("the example of the contract is no study");
    return checked.study;
  };
  const walks = (ofStudy = opened()): readonly SessionWalk[] => {
    const plan = planSimulation(ofStudy, "contract");
    // Answers that don't name their model: whatever does then is the stage.
    return people.map((ordinal) => walkSession(ofStudy, plan, ordinal, () => "A plain answer. ".repeat(8)));
  };
  const download = ({ events }: SessionWalk) =>
    ownData(events, { files: bundle, stages: [stage], liveTurnId: null }).download;
  const rowsOf = ({ rows }: SessionWalk) =>
    rows.flatMap((row) => (row.table === "participants" ? [] : [row]));

  describe(`the stage ${stage.type}`, () => {
    test("can be walked to its end by people with different habits, alike each time", () => {
      const all = walks();
      expect(all.map(({ halt }) => halt)).toEqual(people.map(() => null));
      expect(walks().map(({ events }) => events)).toEqual(all.map(({ events }) => events));
    });

    test("is rebuilt from what the log keeps of it, view for view and row for row", () => {
      const study = opened();
      for (const walk of walks(study)) {
        const log: typeof walk.events = JSON.parse(JSON.stringify(walk.events));
        const replayed = replaySession(study, walk.participant, log);
        expect(viewSession(replayed)).toEqual(viewSession(walk.session));
        expect(applyEvents(newSession(study, walk.participant), log).rows).toEqual(walk.rows);
      }
    });

    test("shows views that JSON can carry, and never a model's id or the person's seed", () => {
      const study = opened();
      for (const { participant, events } of walks(study)) {
        let session = newSession(study, participant);
        for (const event of events) {
          const view = viewSession(session);
          const said = JSON.stringify(view);
          if (view.stages[view.stageIndex]?.type === stage.type) expect(view.stage?.type).toBe(stage.type);
          expect(JSON.parse(said)).toEqual(view);
          expect(said).not.toContain(participant.seed);
          if (stage.asksModels) expect(said).not.toContain("secret-");
          ({ session } = applyEvents(session, [event]));
        }
      }
    });

    test("refuses what is no command of it by type, and what comes after its end", () => {
      const study = opened();
      const [walk] = walks(study);
      if (walk === undefined) return;
      const send = (session: typeof walk.session, command: { readonly type: string }) => () =>
        decideSession(session, { id: "00000000-0000-4000-8000-000000000000", stageId: "here", command });
      const begun = newSession(study, walk.participant);
      for (const command of [{ type: "nothing" }, { type: "" }, { type: "__proto__", constructor: 1 }])
        expect(send(begun, command)).toThrow(RefractError);
      for (const { command } of walk.commands.slice(0, 3))
        if (stage.part !== "closing") expect(send(walk.session, command)).toThrow(RefractError);
    });

    test("gives people everything of theirs that it keeps, and no model's name", () => {
      for (const walk of walks()) {
        const { own } = stage;
        const told = JSON.stringify(download(walk));
        if (own === null) expect(rowsOf(walk).filter(({ table }) => table !== "pages")).toEqual([]);
        else expect(download(walk)[own.section]).not.toEqual(own.empty);
        for (const words of walk.commands.flatMap(({ command }) => ownWords(command)))
          expect(told).toContain(JSON.stringify(words));
        if (stage.asksModels) expect(told).not.toContain("secret-");
      }
    });

    test("keeps rows of the person only, so that withdrawing takes all of them", () => {
      for (const walk of walks())
        for (const { table, row } of rowsOf(walk))
          if (table === "calls" || table === "utterances" || table === "interactions")
            expect(JSON.stringify(row)).toContain(walk.participant.id);
          else expect(row.participantId).toBe(walk.participant.id);
    });

    test("names every answer it stores, and gives a dataset all that its people's rows need", () => {
      const study = opened();
      const config = study.study.stages[0];
      const fields = new Set(stage.fields(config, study.setting).map(({ name }) => name));
      const { study: released } = releaseStudy({
        ...{
          opened: study,
          version: 1,
          hash: "0".repeat(64),
          seed: "contract",
          openSeed: false,
          codings: [],
        },
      });
      const columns = new Set(released.surveyFields.map(({ name }) => name));
      const items = new Set(released.items?.map(({ item }) => item) ?? []);
      for (const walk of walks(study))
        for (const change of rowsOf(walk))
          if (change.table === "answers" && change.row.scope === "here") {
            expect(fields).toContain(change.row.field);
            if (stage.part !== "consent") expect(columns).toContain(change.row.field);
          } else if (change.table === "responses") expect(items).toContain(change.row.item);
          else if (change.table === "conversations") expect(released.conversations).not.toBeNull();
    });
  });
}

/** What somebody wrote in a command: texts of more than one word. */
function ownWords(value: unknown): readonly string[] {
  if (typeof value === "string") return /\S\s+\S/.test(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(ownWords);
}
