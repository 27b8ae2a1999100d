import { defineInstrument } from "@refract/core";
import { madeInstrument as easyInstrument } from "../ask-vs-promptfoo/made-instrument.ts";
import { spin } from "./work.ts";

/** Made single-choice items whose simulated respondent needs a core for milliseconds. */
export const madeInstrument = defineInstrument({
  ...easyInstrument,
  id: "made-heavy",
  title: "Made items that take computing",
  simulate: (item) => (spin(item.id) < "8" ? "A" : "B"),
});
