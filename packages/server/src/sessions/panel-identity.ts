import type { OpenedStudy } from "@refract/collect";
import {
  isPreview,
  isTestId,
  maximumPanelIdCharacters,
  type Panel,
  type PanelVisit,
  panelIdKey,
  panelOf,
  placeholdersIn,
  type ReadLink,
  RefractError,
  readPanelLink,
  type Study,
} from "@refract/core";
import type { Store } from "@refract/store";
import * as z from "zod";
import type { Secrets } from "../secrets.ts";

/** What the link that somebody came by says. */
export interface Recruitment {
  readonly panel: Panel | null;
  readonly link: ReadLink;
  /** Opened by the researcher's test link, by a panel's preview, or with one of the study's test ids. */
  readonly test: boolean;
  /** Keyed hash of the person's id; null without one. Test people share none with real ones. */
  readonly lookup: string | null;
}

const testParameter = "test";

/** Reads a link's parameters. Throws `invalid-input` for an id that is longer than any panel's. */
export function recruitmentOf(
  secrets: Secrets,
  study: Study,
  parameters: Readonly<Record<string, string>>,
): Recruitment {
  const panel = panelOf(study);
  const link = panel === null ? ({ kind: "none" } as const) : readPanelLink(panel, parameters);
  const hasTestId = panel !== null && link.kind === "visit" && isTestId(panel, link.visit.id);
  const test = Object.hasOwn(parameters, testParameter) || isPreview(parameters) || hasTestId;
  if (panel === null || link.kind !== "visit") return { panel, link, test, lookup: null };
  const { id } = link.visit;
  // The id itself is in no message: messages are logged.
  if (id.length > maximumPanelIdCharacters)
    throw new RefractError(
      "invalid-input",
      `${panel.idParameter}: ${id.length} characters, expected at most ${maximumPanelIdCharacters}`,
    );
  return { panel, link, test, lookup: identityLookup(secrets, { studyId: study.id, panel, id, test }) };
}

/** What a person is found by: the same for every spelling of one id, and of no use without the key. */
export function identityLookup(
  secrets: Pick<Secrets, "sign">,
  { studyId, panel, id, test }: { studyId: string; panel: Panel | null; id: string; test: boolean },
): string {
  const key = JSON.stringify([studyId, panelIdKey(id, panel?.idCase ?? "sensitive")]);
  return secrets.sign(test ? "test identity" : "identity", key);
}

const sealedSchema = z.object({
  id: z.string(),
  study: z.string().nullish(),
  session: z.string().nullish(),
  locale: z.string().nullish(),
  values: z.record(z.string(), z.string()).optional(),
});

export function sealVisit(secrets: Secrets, visit: PanelVisit): Uint8Array {
  return secrets.seal(JSON.stringify(visit));
}

/** What a panel said of a person; null without the secret it was sealed with. */
export function openVisit(secrets: Secrets, sealed: Uint8Array): PanelVisit | null {
  const text = secrets.open(sealed);
  if (text === null) return null;
  const { id, study, session, locale, values } = sealedSchema.parse(JSON.parse(text));
  return {
    id,
    study: study ?? null,
    session: session ?? null,
    locale: locale ?? null,
    // Sealed by a version of this program that kept the id alone.
    values: values ?? { id },
  };
}

/** What a person's way back is filled in with; nothing is opened where no address wants it. */
export async function panelValuesOf(
  store: Store,
  secrets: Secrets,
  participantId: string,
  { study }: OpenedStudy,
): Promise<Readonly<Record<string, string>>> {
  const panel = panelOf(study);
  const addresses = Object.values(panel?.addresses ?? {});
  const hasTask = panel !== null && panel.externalQuestion !== null;
  if (
    !hasTask &&
    addresses.every((address) => placeholdersIn(address ?? "").every((name) => name === "code"))
  )
    return {};
  const identity = await store.identity(participantId);
  return identity === null ? {} : (openVisit(secrets, identity.sealed)?.values ?? {});
}
