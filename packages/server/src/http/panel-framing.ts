import { panelOf, RefractError, type Study } from "@refract/core";
import type { StudyShelf } from "../sessions/study-shelf.ts";
import type { Framing } from "./security.ts";

/** The same for an address that may name no study: its page says so itself, in the reader's language. */
export async function framingAt(shelf: StudyShelf, studyId: string): Promise<Framing | null> {
  try {
    const shelved = await shelf.find(studyId);
    return shelved === null ? null : framingOf(shelved.opened.study);
  } catch (thrown) {
    if (thrown instanceof RefractError && thrown.code === "not-found") return null;
    throw thrown;
  }
}

/** Which panel may show a study in a frame of its own page; null for every study that people come to. */
export function framingOf(study: Study): Framing | null {
  const framed = panelOf(study)?.externalQuestion ?? null;
  // A form that is posted to one of the panel's servers may be sent on to another of them.
  return framed === null
    ? null
    : { frames: framed.frames, forms: [...new Set([...framed.submitOrigins, ...framed.frames])] };
}
