import type { CommandEnvelope, Landing, Receipt, SessionView } from "@refract/collect/browser";
import { randomId } from "../participant/random-id.ts";
import { type Outcome, request } from "./request.ts";

/** Who a recruitment panel says the person is, from the address of the link. */
export interface PanelIdentity {
  readonly id: string;
  readonly study?: string;
  readonly locale?: string;
}

export interface EnterRequest {
  readonly studyId: string;
  readonly entryToken: string;
  readonly language: string;
  readonly panel: PanelIdentity | null;
}

const inStudy = (path: string, studyId: string) => `/api/p/${path}?study=${encodeURIComponent(studyId)}`;

/** What this window calls itself: the view after a command comes in its answer, and not by the stream as well. */
const thisWindow = randomId();
const inWindow = (path: string, studyId: string) => `${inStudy(path, studyId)}&window=${thisWindow}`;

/** The participant's side of the server; one function a route. */
export const participantApi = {
  landing: (studyId: string): Promise<Outcome<Landing>> =>
    request(`/api/p/studies/${encodeURIComponent(studyId)}`),
  enter: (body: EnterRequest): Promise<Outcome<SessionView>> =>
    request("/api/p/enter", { method: "POST", body }),
  recover: (body: {
    readonly studyId: string;
    readonly code: string;
    readonly language: string;
  }): Promise<Outcome<SessionView>> => request("/api/p/recover", { method: "POST", body }),
  session: (studyId: string): Promise<Outcome<SessionView>> => request(inStudy("session", studyId)),
  command: (studyId: string, body: CommandEnvelope): Promise<Outcome<{ readonly view: SessionView }>> =>
    request(inWindow("command", studyId), { method: "POST", body }),
  receipt: (studyId: string): Promise<Outcome<Receipt>> => request(inStudy("receipt", studyId)),
  withdraw: (studyId: string): Promise<Outcome<{ readonly view: SessionView }>> =>
    request("/api/p/withdraw", { method: "POST", body: { studyId } }),
};

export const streamAddress = (studyId: string): string => inWindow("stream", studyId);
export const dataAddress = (studyId: string): string => inStudy("data", studyId);
