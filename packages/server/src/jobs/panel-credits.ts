import { panelOf, panelPresets, serverCreditAddress } from "@refract/core";
import type { CreditDue, Store } from "@refract/store";
import type { Secrets } from "../secrets.ts";
import { openVisit } from "../sessions/panel-identity.ts";
import type { ShelvedStudy, StudyShelf } from "../sessions/study-shelf.ts";
import { type CreditAnswer, readCreditAnswer } from "./credit-answer.ts";

/** How a panel is called; `fetch` itself unless a test stands in for the panel. */
export type PanelCall = (address: string, init: RequestInit) => Promise<Response>;

const lookEveryMs = 15_000;
const callTimeoutMs = 20_000;
const mostAnswerBytes = 64 * 1024;
const firstWaitMs = 60_000;
const longestWaitMs = 6 * 60 * 60_000;
/** Three days in all. */
export const mostCreditAttempts = 20;

export interface PanelCreditsOptions {
  readonly store: Store;
  readonly shelf: StudyShelf;
  readonly secrets: Secrets;
  readonly call: PanelCall;
  /** What it says names nobody. */
  readonly log: (fields: Readonly<Record<string, unknown>>, message: string) => void;
  readonly onError: (error: unknown) => void;
  /** Epoch milliseconds; the system's clock unless a test says otherwise. */
  readonly now?: () => number;
}

/** Whether it is time to ask for somebody's credit: at once, then after one minute, two, four and so on. */
export function isCreditDue(
  { attempts, lastAt }: Pick<CreditDue, "attempts" | "lastAt">,
  now: number,
): boolean {
  if (lastAt === null || attempts === 0) return true;
  return (
    attempts < mostCreditAttempts &&
    now - lastAt >= Math.min(firstWaitMs * 2 ** (attempts - 1), longestWaitMs)
  );
}

/** Whether somebody of a study whose newest version is `shelved` is still to be credited by server call. */
export function isWaitingForCredit(shelved: ShelvedStudy | null, { ending, attempts }: CreditDue): boolean {
  const panel = shelved === null ? null : panelOf(shelved.opened.study);
  if (panel === null || panel.serverCredit === null || panel.preset === null) return false;
  return panel.paid.includes(ending) && attempts < mostCreditAttempts;
}

export interface PanelCredits extends AsyncDisposable {
  /** Looks now: somebody has come to an end. */
  readonly look: () => void;
}

/**
 * Asks panels by server call to credit people whose visit is over, so that credit does not depend on what a browser does at the end.
 * Rows say who is still to be credited: a server that was killed goes on where it stopped. Asking twice for one person is harmless, the
 * panel credits once.
 */
export function grantPanelCredits(options: PanelCreditsOptions): PanelCredits {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let isLooking = false;
  let lookAgain = false;
  const look = () => {
    lookAgain = isLooking;
    if (isLooking || stopping.signal.aborted) return;
    isLooking = true;
    running = grantDue(options, stopping.signal)
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) options.onError(error);
      })
      .finally(() => {
        isLooking = false;
        // Somebody came to their end meanwhile.
        if (lookAgain) look();
      });
  };
  look();
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  return {
    look,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      stopping.abort();
      await running;
    },
  };
}

async function grantDue(options: PanelCreditsOptions, stopping: AbortSignal): Promise<void> {
  const { store, shelf } = options;
  for (const { id } of await store.studies()) {
    // The newest version's address: a wrong one is corrected for those who wait as well.
    const shelved = await shelf.find(id);
    const panel = shelved === null ? null : panelOf(shelved.opened.study);
    if (panel === null || panel.serverCredit === null || panel.preset === null) continue;
    const form = panelPresets[panel.preset].serverCredit;
    if (form === null) continue;
    const now = (options.now ?? Date.now)();
    for (const { participant } of await store.creditsDue(id)) {
      // Read again: calls take their time, and the person may have been rejected or have withdrawn meanwhile.
      const [due] = await store.creditsDue(id, participant.id);
      if (due === undefined || !panel.paid.includes(due.ending) || !isCreditDue(due, now)) continue;
      const visit = openVisit(options.secrets, due.sealed);
      const address =
        visit === null ? null : serverCreditAddress(form, panel.serverCredit, visit.values.id ?? visit.id);
      if (visit === null || address === null) continue;
      if (stopping.aborted) return;
      const answer = await ask(options.call, address, visit.id, stopping);
      if (stopping.aborted) return;
      await note(options, { studyId: id, due, answer });
    }
  }
}

async function ask(
  call: PanelCall,
  address: string,
  id: string,
  stopping: AbortSignal,
): Promise<CreditAnswer> {
  try {
    const response = await call(address, {
      redirect: "manual",
      signal: AbortSignal.any([stopping, AbortSignal.timeout(callTimeoutMs)]),
    });
    return readCreditAnswer(response.status, await beginningOf(response), id);
  } catch (error) {
    return { kind: "refused", problem: isTimeout(error) ? "no answer in time" : "can't be reached" };
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "TimeoutError";
}

async function beginningOf(response: Response): Promise<string> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for await (const part of response.body) {
    text += decoder.decode(part, { stream: true });
    bytes += part.length;
    if (bytes > mostAnswerBytes) break;
  }
  return text;
}

async function note(
  { store, log }: PanelCreditsOptions,
  {
    studyId,
    due,
    answer,
  }: { readonly studyId: string; readonly due: CreditDue; readonly answer: CreditAnswer },
): Promise<void> {
  const at = Date.now();
  const problem = answer.kind === "granted" ? null : answer.problem;
  await store.noteCredit({
    participantId: due.participant.id,
    lastAt: at,
    grantedAt: answer.kind === "granted" ? at : null,
    problem,
    isLast: due.attempts + 1 >= mostCreditAttempts,
  });
  log(
    {
      study: studyId,
      person: due.participant.ordinal,
      attempt: due.attempts + 1,
      granted: problem === null,
      problem,
    },
    problem === null ? "panel credited a person" : "panel did not credit a person",
  );
}
