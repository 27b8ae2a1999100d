import type { DemoVoice } from "../voice.ts";
import { arabicVoices } from "./arabic.ts";
import { briefEnglishVoices } from "./english-brief.ts";
import { longEnglishVoices } from "./english-long.ts";
import { standTakingVoices } from "./english-values.ts";
import { frenchVoices } from "./french.ts";
import { spanishVoices } from "./spanish.ts";

/** Every voice, in the order in which a pool takes them. */
export const demoVoices: readonly DemoVoice[] = [
  ...briefEnglishVoices,
  ...longEnglishVoices,
  ...standTakingVoices,
  ...spanishVoices,
  ...frenchVoices,
  ...arabicVoices,
];
