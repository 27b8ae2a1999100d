export {
  type SimulatedRatings,
  type SimulatedRatingsOptions,
  simulatedUtilities,
  simulateRatings,
} from "./simulate-ratings.ts";
