import { panelOf, type Study } from "@refract/core";
import type { Framing } from "./security.ts";

/** Which panel may show a study in a frame of its own page; null for every study that people come to. */
export function framingOf(study: Study): Framing | null {
  const framed = panelOf(study)?.externalQuestion ?? null;
  // A form that is posted to one of the panel's servers may be sent on to another of them.
  return framed === null
    ? null
    : { frames: framed.frames, forms: [...new Set([...framed.submitOrigins, ...framed.frames])] };
}
