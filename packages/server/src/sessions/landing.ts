import {
  decideArrival,
  endingView,
  entryProfile,
  type Landing,
  quotaCells,
  textsInOtherLanguages,
} from "@refract/collect";
import { panelTaskOf, placesOf, type Study, textIn } from "@refract/core";
import type { ParticipantRow } from "@refract/store";
import type { Deployment } from "../deployment.ts";
import { mintEntryToken } from "../entry-token.ts";
import { type Device, isComputer } from "./device.ts";
import { type Recruitment, recruitmentOf } from "./panel-identity.ts";
import type { ShelvedStudy } from "./study-shelf.ts";

/** Somebody who opened the study's address: what their link says, and whether this browser's session is theirs. */
export interface Arriving {
  readonly recruitment: Recruitment;
  readonly arrival: ReturnType<typeof decideArrival>;
}

/**
 * @param here The person of this browser's cookie.
 * @param parameters Of the link.
 */
export async function arrivingAt(
  { store, secrets }: Deployment,
  { opened }: ShelvedStudy,
  here: ParticipantRow | null,
  parameters: Readonly<Record<string, string>>,
): Promise<Arriving> {
  const { study } = opened;
  const recruitment = recruitmentOf(secrets, study, parameters);
  const identity = here === null ? null : await store.identity(here.id);
  const arrival = decideArrival({
    here: here === null ? null : { ...here, lookup: identity?.lookup ?? null },
    link: recruitment,
    returning: study.entry.returning,
  });
  return { recruitment, arrival };
}

/** What stands on the landing page. */
export async function landingOf(
  { store, shelf, secrets, clock }: Deployment,
  shelved: ShelvedStudy,
  here: ParticipantRow | null,
  { recruitment, arrival }: Arriving,
  device: Device,
): Promise<Landing> {
  const { opened } = shelved;
  const { study } = opened;
  const { panel, link, test } = recruitment;
  const places = placesOf(study);
  const isKindFull = !test && (await isFullFor(store, study, link));
  // A closed study has a place for nobody, nor has one whose next version waits to be mended: whoever comes is told what they are
  // told of a full one, and led back. People who are in it go on.
  const hasPlace =
    (await store.studyState(study.id)) === "open" &&
    !(await shelf.isReplaced(shelved)) &&
    (places === null || test || (await store.placesTaken(study.id)) < places);
  const open = hasPlace && !isKindFull;
  const values = link.kind === "visit" ? link.visit.values : {};
  const fallback = study.languages[0] ?? "en";
  const texts = (language: string) => {
    const say = (text: Parameters<typeof textIn>[0] | undefined) =>
      text === undefined ? null : textIn(text, language, fallback);
    const said = {
      title: textIn(study.title, language, fallback),
      description: say(study.description),
      organisation: say(study.organisation),
      pay: say(study.pay),
      contact: say(study.contact),
    };
    return { ...said, otherLanguages: textsInOtherLanguages(said, opened, language) };
  };
  return {
    study: {
      id: study.id,
      texts: Object.fromEntries(study.languages.map((language) => [language, texts(language)])),
      languages: study.languages,
      durationMinutes: study.durationMinutes ?? null,
      returning: study.entry.returning,
      panelParameter: panel?.idParameter ?? null,
      panelRequired: panel?.required === true && !test,
    },
    panel: panelState(recruitment),
    task: panel === null ? null : panelTaskOf(panel, values),
    device: fitsDevice(study, device) ? "fits" : "computer-needed",
    test,
    entryToken: mintEntryToken(secrets, study.id, clock.now()),
    session: sessionState(arrival, here),
    open,
    full: open ? null : { ...endingView(opened, "full", null, values), quota: hasPlace },
    demonstration: opened.demonstration,
  };
}

/** Whether the study has enough people of the kind that the link alone tells, such as a locale. */
async function isFullFor(
  store: Deployment["store"],
  study: Study,
  link: Recruitment["link"],
): Promise<boolean> {
  const visit = link.kind === "visit" ? link.visit : { study: null, locale: null };
  for (const { name, people } of quotaCells(study, entryProfile(study, visit)))
    if ((await store.seatsTaken(study.id, name, false)) >= people) return true;
  return false;
}

/** Whether a study takes people at this device. */
export function fitsDevice({ entry }: Study, device: Device): boolean {
  return entry.devices === "any" || isComputer(device);
}

function panelState({ panel, link, test }: Recruitment): Landing["panel"] {
  if (link.kind === "visit") return "given";
  if (link.kind === "preview") return "preview";
  if (panel === null || test) return "not-needed";
  if (link.kind === "unfilled") return "unfilled";
  return panel.required ? "missing" : "not-needed";
}

function sessionState(arrival: Arriving["arrival"], here: ParticipantRow | null): Landing["session"] {
  if (arrival === "refused") return "refused";
  if (arrival === "newcomer" || here === null || here.status === "withdrawn") return "none";
  return here.status;
}
