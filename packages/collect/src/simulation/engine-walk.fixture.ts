import { openStudy } from "../session/open-study.ts";
import type { Ask } from "../stage/model-ask.ts";
import { builtInStages } from "../stages.ts";
import { type SessionWalk, walkSession } from "../walk/walk-session.ts";
import type { SimulationPlan } from "./simulation-plan.ts";

export function openTestStudy(
  stages: readonly object[],
  rest: object = {},
  files: Record<string, string> = {},
) {
  const study = {
    refract: 1,
    id: "toy",
    title: "A toy",
    seed: "toy",
    models: ["demo:one", "demo:two", "demo:three", "demo:four", "demo:five", "demo:six"],
    stages: [...stages, { id: "end", type: "end" }],
    ...rest,
  };
  return openStudy({ "study.yaml": JSON.stringify(study), ...files }, builtInStages);
}

export type EngineWalk = SessionWalk;

/** Walks a person through the pure engine to the end. */
export function walkEngine(
  study: ReturnType<typeof openStudy>,
  plan: SimulationPlan,
  ordinal: number,
  answer?: (ask: Ask) => string | null,
): EngineWalk {
  const walk = walkSession(study, plan, ordinal, answer);
  if (walk.halt !== null) throw new Error(`person ${ordinal} at ${walk.halt.stageId}: ${walk.halt.message}`);
  return walk;
}
