import { createContext, useContext, useEffect, useRef, useState } from "react";
import { BackSteps, type StepHistory } from "./back-steps.ts";

const Steps = createContext<BackSteps | null>(null);
export const BackStepsProvider = Steps.Provider;

const browserHistory: StepHistory = {
  push: (step) => window.history.pushState({ step }, ""),
  step: () => {
    const state: unknown = window.history.state;
    return typeof state === "object" && state !== null && "step" in state && typeof state.step === "number"
      ? state.step
      : 0;
  },
  hash: () => window.location.hash,
};

/** The steps of this browser's history, for the pages within. */
export function useBackSteps(onNowhere: (isNowhere: boolean) => void): BackSteps {
  const [steps] = useState(() => new BackSteps(browserHistory, onNowhere));
  useEffect(() => {
    const onPop = () => steps.popped();
    window.addEventListener("popstate", onPop);
    return () => window.removeEventListener("popstate", onPop);
  }, [steps]);
  return steps;
}

/** This place is shown, and the browser's Back leads back from it like this; null: not from here. */
export function useBackStep(place: string, goBack: (() => void) | null): void {
  const steps = useContext(Steps);
  const latest = useRef(goBack);
  latest.current = goBack;
  useEffect(() => steps?.enter(place), [steps, place]);
  const hasWay = goBack !== null;
  useEffect(() => (hasWay ? steps?.offer(() => latest.current?.()) : undefined), [steps, hasWay]);
}
