import type { Instrument } from "@refract/core";
import { amammere } from "./amammere/amammere.ts";
import { blend } from "./blend/blend.ts";
import { culturalKaleidoscope } from "./cultural-kaleidoscope/cultural-kaleidoscope.ts";
import { culturalBench } from "./culturalbench/culturalbench.ts";
import { globalMmlu } from "./global-mmlu/global-mmlu.ts";
import { kornat } from "./kornat/kornat.ts";
import { normad } from "./normad/normad.ts";

/** Every instrument that comes with Refract: an explicit list. */
export const instruments: readonly Instrument[] = Object.freeze([
  amammere,
  blend,
  culturalKaleidoscope,
  culturalBench,
  globalMmlu,
  kornat,
  normad,
]);
