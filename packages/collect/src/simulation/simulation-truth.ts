import { laterTurnLift } from "./rate-responses.ts";
import type { SimulatedPerson } from "./simulated-person.ts";
import type { SimulationPlan } from "./simulation-plan.ts";
import { truthMeanings } from "./truth-meanings.ts";

/** What was put into a simulation, to check against what an analysis gets out. Written as `truth.json`. */
export interface SimulationTruth {
  readonly format: "refract-simulation-truth/1";
  readonly notice: string;
  /** What each entry means, by its place in the file. */
  readonly meanings: typeof truthMeanings;
  readonly seed: string;
  readonly studyId: string;
  readonly scoreModel: string;
  /** Standard deviations of the parts; variance components are their squares. */
  readonly deviations: SimulationPlan["deviations"];
  /** Added to every utility after the opening turn. */
  readonly laterTurnLift: number;
  readonly varianceComponents: SimulationPlan["deviations"];
  readonly group: {
    readonly field: string;
    readonly offsets: SimulationPlan["groupOffsets"];
  };
  readonly models: SimulationPlan["models"];
  readonly people: readonly (SimulatedPerson & {
    /** Of the store; null for somebody who could not be let in. */
    readonly participantId: string | null;
  })[];
}

export function simulationTruth(
  plan: SimulationPlan,
  people: readonly { readonly person: SimulatedPerson; readonly participantId: string | null }[],
): SimulationTruth {
  const { deviations } = plan;
  const square = (value: number) => value * value;
  const inOrder = people.toSorted((a, b) => a.person.ordinal - b.person.ordinal);
  return {
    format: "refract-simulation-truth/1",
    notice: "Simulated people: every answer, text and rating of this study was made by a program.",
    meanings: truthMeanings,
    seed: plan.seed,
    studyId: plan.studyId,
    scoreModel:
      "score = clamp(round(centre + spread * (utility + response + rating))) in percent of the scale; utility = quality + group offset + attribute * sum(weight * strength) / sqrt(attributes) + personByModel",
    deviations,
    laterTurnLift,
    varianceComponents: {
      model: square(deviations.model),
      group: square(deviations.group),
      attribute: square(deviations.attribute),
      personByModel: square(deviations.personByModel),
      response: square(deviations.response),
      rating: square(deviations.rating),
    },
    group: { field: plan.groupField, offsets: plan.groupOffsets },
    models: plan.models,
    people: inOrder.map(({ person, participantId }) => ({ participantId, ...person })),
  };
}
