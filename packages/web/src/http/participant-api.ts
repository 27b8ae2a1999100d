import type { CommandEnvelope, Landing, RatingsView, Receipt, SessionView } from "@refract/collect/browser";
import type { LinkParameters } from "../participant/entry-address.ts";
import { randomId } from "../participant/random-id.ts";
import { type Outcome, request } from "./request.ts";

export interface EnterRequest {
  readonly studyId: string;
  readonly entryToken: string;
  readonly language: string;
  /** Of the link; which of them mean something is the server's to say. */
  readonly parameters: LinkParameters;
}

/** `person` is whose page asks: the browser's cookie may be somebody else's by now. */
const inStudy = (path: string, studyId: string, person?: string) =>
  `/api/p/${path}?study=${encodeURIComponent(studyId)}${person === undefined ? "" : `&person=${person}`}`;

/** What this window calls itself: the view after a command comes in its answer, and not by the stream as well. */
const thisWindow = randomId();
const inWindow = (path: string, studyId: string, person: string) =>
  `${inStudy(path, studyId, person)}&window=${thisWindow}`;

/** Tablets call themselves computers; they are known by how many fingers they feel. */
const touchPoints = () => Math.min(1000, Math.max(0, navigator.maxTouchPoints ?? 0));

/** The participant's side of the server; one function a route. */
export const participantApi = {
  landing: (studyId: string, parameters: LinkParameters): Promise<Outcome<Landing>> =>
    request(`/api/p/studies/${encodeURIComponent(studyId)}`, {
      method: "POST",
      body: { parameters, touchPoints: touchPoints() },
    }),
  enter: (body: EnterRequest): Promise<Outcome<SessionView>> =>
    request("/api/p/enter", { method: "POST", body: { ...body, touchPoints: touchPoints() } }),
  recover: (body: {
    readonly studyId: string;
    readonly code: string;
    readonly language: string;
  }): Promise<Outcome<SessionView>> =>
    request("/api/p/recover", { method: "POST", body: { ...body, touchPoints: touchPoints() } }),
  session: (studyId: string, person?: string): Promise<Outcome<SessionView>> =>
    request(inStudy("session", studyId, person)),
  command: (
    studyId: string,
    person: string,
    body: CommandEnvelope,
  ): Promise<Outcome<{ readonly view: SessionView }>> =>
    request(inWindow("command", studyId, person), { method: "POST", body, outlivesPage: true }),
  /** Without `person` it is of whoever this browser's cookie knows. */
  receipt: (studyId: string, person?: string): Promise<Outcome<Receipt>> =>
    request(inStudy("receipt", studyId, person)),
  ratings: (studyId: string, person: string): Promise<Outcome<RatingsView>> =>
    request(inStudy("ratings", studyId, person)),
  /** The view is null where the person's version of the study can't be shown any more. */
  withdraw: (studyId: string, person: string): Promise<Outcome<{ readonly view: SessionView | null }>> =>
    request(inStudy("withdraw", studyId, person), { method: "POST", body: { studyId } }),
};

export const streamAddress = (studyId: string, person: string): string => inWindow("stream", studyId, person);
export const dataAddress = (studyId: string, person: string): string => inStudy("data", studyId, person);
