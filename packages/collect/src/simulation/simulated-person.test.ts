import { expect, test } from "vitest";
import { openTestStudy, walkEngine } from "./engine-walk.fixture.ts";
import { createSimulatedPerson } from "./simulated-person.ts";
import { planSimulation } from "./simulation-plan.ts";
import { simulationTruth } from "./simulation-truth.ts";

const talk = {
  id: "talk",
  type: "conversation",
  types: [{ id: "unguided", title: "Anything", count: 6 }],
  judge: { kind: "scale", minimumLabel: "low", maximumLabel: "high" },
};
const study = openTestStudy([talk]);
const crowd = (size: number, seed: string, options: Parameters<typeof planSimulation>[2] = {}) => {
  const plan = planSimulation(study, seed, options);
  return { plan, people: Array.from({ length: size }, (_, index) => createSimulatedPerson(plan, index + 1)) };
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) => {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
};

/** Opening scores by model id, over all walks. */
function openingScores(walks: readonly ReturnType<typeof walkEngine>[]): Map<string, number[]> {
  const scores = new Map<string, number[]>();
  for (const { rows } of walks) {
    const turns = new Map(
      rows.flatMap((change) =>
        change.table === "interactions" ? [[change.row.id, change.row.turn] as const] : [],
      ),
    );
    const last = new Map(
      rows.flatMap((change) =>
        change.table === "utterances" ? [[change.row.slotId, change.row] as const] : [],
      ),
    );
    for (const row of last.values()) {
      if (turns.get(row.interactionId) !== 0 || row.score === null) continue;
      scores.set(row.modelId, [...(scores.get(row.modelId) ?? []), row.score]);
    }
  }
  return scores;
}

test("opening ratings put the models in the order of their utilities", () => {
  const { plan, people } = crowd(60, "order");
  const walks = people.map((person) => walkEngine(study, plan, person.ordinal));
  const scores = openingScores(walks);
  const rankOf = (values: readonly number[]) =>
    values.map((value) => values.filter((other) => other < value).length + 1);
  const ids = plan.models.map((model) => model.id);
  const felt = rankOf(ids.map((id) => mean(people.map((person) => person.utilities[id] ?? 0))));
  const rated = rankOf(ids.map((id) => mean(scores.get(id) ?? [])));
  const squares = felt.reduce((sum, rank, index) => sum + (rank - (rated[index] ?? 0)) ** 2, 0);
  const spearman = 1 - (6 * squares) / (ids.length * (ids.length ** 2 - 1));
  expect(spearman).toBeGreaterThan(0.8);
});

test("opening scores have about the mean and spread published for PRISM, and later turns are rated higher", () => {
  const { plan, people } = crowd(60, "scale");
  const walks = people.map((person) => walkEngine(study, plan, person.ordinal));
  const opening = [...openingScores(walks).values()].flat();
  expect(mean(opening)).toBeGreaterThan(54);
  expect(mean(opening)).toBeLessThan(64);
  expect(Math.sqrt(variance(opening))).toBeGreaterThan(22);
  expect(Math.sqrt(variance(opening))).toBeLessThan(32);
  const all = walks.flatMap(({ commands }) =>
    commands.flatMap(({ command }) => (command.type === "slot.rated" ? [command.score] : [])),
  );
  expect(mean(all)).toBeGreaterThan(mean(opening) + 2);
});

test("a planted difference between groups is found in utilities and in ratings", () => {
  const { plan, people } = crowd(120, "group", {
    deviations: { group: 0 },
    group: { field: "gender", offsets: { Female: { "demo:three": 1.5 } } },
  });
  expect(plan.groupOffsets.Female).toEqual({
    "demo:one": 0,
    "demo:two": 0,
    "demo:three": 1.5,
    "demo:four": 0,
    "demo:five": 0,
    "demo:six": 0,
  });
  const scoresOf = (gender: string) => {
    const group = people.filter((person) => person.profile.gender === gender);
    const scores = openingScores(group.map((person) => walkEngine(study, plan, person.ordinal)));
    return { scores, utility: mean(group.map((person) => person.utilities["demo:three"] ?? 0)) };
  };
  const women = scoresOf("Female");
  const men = scoresOf("Male");
  expect(women.utility - men.utility).toBeGreaterThan(1.2);
  expect(women.utility - men.utility).toBeLessThan(1.8);
  const gap = (model: string) => mean(women.scores.get(model) ?? []) - mean(men.scores.get(model) ?? []);
  expect(gap("demo:three")).toBeGreaterThan(15);
  expect(Math.abs(gap("demo:one"))).toBeLessThan(12);
});

test("people's own effects have the variance that truth says", () => {
  const { plan, people } = crowd(800, "components");
  const own = people.flatMap((person) => Object.values(person.personByModel));
  const truth = simulationTruth(plan, []);
  expect(truth.varianceComponents.personByModel).toBeCloseTo(0.1225, 6);
  expect(variance(own)).toBeGreaterThan(0.11);
  expect(variance(own)).toBeLessThan(0.135);
  expect(variance(plan.models.map((model) => model.quality))).toBeCloseTo(0.45 ** 2, 6);
  expect(variance(people.flatMap((person) => person.attributeWeights.values ?? 0))).toBeCloseTo(1, 0);
});

test("profiles keep the margins of the release, and nobody is retired at 20 or widowed at 30", () => {
  const { people } = crowd(4000, "margins");
  const share = (field: string, level: string) =>
    people.filter((person) => person.profile[field] === level).length / people.length;
  expect(share("gender", "Female")).toBeCloseTo(718 / 1500, 1);
  expect(share("age", "25-34 years old")).toBeCloseTo(454 / 1500, 1);
  expect(Math.abs(share("lm_direct_use", "Yes") - 1162 / 1500)).toBeLessThan(0.03);
  expect(Math.abs(share("lm_indirect_use", "Yes") - 1104 / 1500)).toBeLessThan(0.03);
  expect(Math.abs(share("employment_status", "Retired") - 104 / 1500)).toBeLessThan(0.02);
  expect(Math.abs(share("english_proficiency", "Native speaker") - 886 / 1500)).toBeLessThan(0.04);
  const neither = people.filter(
    ({ profile }) => profile.lm_direct_use !== "Yes" && profile.lm_indirect_use !== "Yes",
  );
  expect(Math.abs(neither.length / people.length - 247 / 1500)).toBeLessThan(0.03);
  for (const { profile } of people) {
    if (profile.employment_status === "Retired") expect(profile.age).toMatch(/^(55|65)/);
    if (profile.marital_status === "Widowed") expect(profile.age).toMatch(/^(45|55|65)/);
  }
});

test("people arrive in order, from a fixed day on, and a planned field of their own is in every profile", () => {
  const { people } = crowd(50, "arrivals", {
    levels: { party: { left: 1, right: 3 } },
    group: { field: "party" },
  });
  const times = people.map((person) => person.startsAt);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThanOrEqual(Date.UTC(2025, 0, 1, 9));
  expect(times[0]).toBeLessThan(Date.UTC(2025, 0, 1, 9, 7));
  expect(new Set(people.map((person) => person.profile.party))).toEqual(new Set(["left", "right"]));
});

test("a person is drawn the same in a crowd of any size, and truth lists people in order with their ids", () => {
  const { plan, people } = crowd(5, "1");
  const [first, second] = [createSimulatedPerson(plan, 1), createSimulatedPerson(plan, 2)];
  expect(people.slice(0, 2)).toEqual([first, second]);
  const truth = simulationTruth(plan, [
    { person: createSimulatedPerson(plan, 3), participantId: "c" },
    { person: second, participantId: null },
    { person: first, participantId: "a" },
  ]);
  expect(truth.people.map(({ ordinal, participantId }) => [ordinal, participantId])).toEqual([
    [1, "a"],
    [2, null],
    [3, "c"],
  ]);
  expect(JSON.parse(JSON.stringify(truth))).toEqual(truth);
});

test("options that name what there is not are refused with what there is", () => {
  expect(() => planSimulation(study, "1", { group: { field: "shoe_size" } })).toThrow(
    'group.field: invalid value "shoe_size", expected one of age, gender,',
  );
  expect(() => planSimulation(study, "1", { group: { field: "gender", offsets: { Femal: {} } } })).toThrow(
    'group.offsets: invalid value "Femal", expected one of Male, Female, Non-binary / third gender, Prefer not to say',
  );
  expect(() =>
    planSimulation(study, "1", { group: { field: "gender", offsets: { Female: { gpt: 1 } } } }),
  ).toThrow('group.offsets.Female: invalid value "gpt", expected one of demo:one, demo:two,');
});
