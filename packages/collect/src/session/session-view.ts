import type { PanelTask } from "@refract/core";
import type { EndingView } from "./ending-view.ts";
import type { StageCommand, StageView } from "./stage-views.ts";

/** A text for which the study has no wording in the person's language, and the language it is in. */
export interface TextInOtherLanguage {
  readonly text: string;
  readonly language: string;
}

/** All a participant's browser knows. Sent after every command and on the stream when another tab changed it. */
export interface SessionView {
  /** Grows with every event; an older view never replaces a newer one. */
  readonly seq: number;
  readonly study: {
    readonly id: string;
    readonly title: string;
    readonly contact: string | null;
    /** The last day on which people can withdraw by themselves, such as 2027-01-31; null: always. */
    readonly withdrawUntil: string | null;
  };
  readonly language: string;
  readonly languages: readonly string[];
  readonly direction: "ltr" | "rtl";
  /** `stopped`: the researchers ended the study before this visit came to its own end. What was said is kept, and nothing can be added. */
  readonly status: "active" | "completed" | "screened-out" | "withdrawn" | "stopped";
  /** How the visit ended and what to take back to the panel; null while it goes on, and after a withdrawal. */
  readonly ending: EndingView | null;
  /** Came by a test link: nothing of this counts. */
  readonly test: boolean;
  /** Tells this person from others in the same browser, and nothing else; a page sends it along. */
  readonly person: string;
  /** From 0. */
  readonly stageIndex: number;
  readonly stages: readonly { readonly id: string; readonly type: string; readonly title: string | null }[];
  readonly stage: StageView | null;
  /** Some of the answers are scripted demonstration text. Says nothing about which. */
  readonly demonstration: boolean;
  /** Texts of this view for which the study has no wording in `language`. */
  readonly otherLanguages: readonly TextInOtherLanguage[];
}

export type SessionCommand = { readonly type: "session.language"; readonly language: string };

/** Body of `POST /api/p/command`. */
export type CommandEnvelope = {
  /** Chosen by the browser; sending the same one again is answered and not carried out twice. */
  readonly id: string;
  /** Null for a command of the session itself. */
  readonly stageId: string | null;
  readonly command: SessionCommand | StageCommand;
};

/** `POST /api/p/studies/:studyId` with the parameters of the link, or `GET` without: what stands on the landing page. */
export interface Landing {
  readonly study: {
    readonly id: string;
    /** Texts per language of the study. */
    readonly texts: Readonly<
      Record<
        string,
        {
          readonly title: string;
          readonly description: string | null;
          readonly organisation: string | null;
          readonly pay: string | null;
          readonly contact: string | null;
          /** Those of them that the study has in another language only. */
          readonly otherLanguages: readonly TextInOtherLanguage[];
        }
      >
    >;
    readonly languages: readonly string[];
    readonly durationMinutes: number | null;
    readonly returning: "resume" | "restart" | "block";
    readonly panelParameter: string | null;
    readonly panelRequired: boolean;
  };
  /** What the link says of the person: no matter here, an id, none though one is needed, or a placeholder left unfilled; a look at the task before it is accepted. */
  readonly panel: "not-needed" | "given" | "missing" | "unfilled" | "preview";
  /** The task that this link was opened for in the panel's own page; null where people come to the study's page. */
  readonly task: PanelTask | null;
  /** Whether people at this device can take part, or the study is for computers only. */
  readonly device: "fits" | "computer-needed";
  /** Opened by a test link: nothing will count. */
  readonly test: boolean;
  /** Spent by `POST /api/p/enter`. */
  readonly entryToken: string;
  /** The session of this browser that goes on with this link; `none` for a newcomer, and `refused` for somebody who may not come twice. */
  readonly session: "none" | "active" | "completed" | "screened-out" | "refused";
  /** Whether newcomers are admitted. */
  readonly open: boolean;
  /** What somebody who finds every place taken takes back to the panel; null while there are places. */
  readonly full: EndingView | null;
  readonly demonstration: boolean;
}

/** What a person can always come back to. */
export interface Receipt {
  /** Whose it is, as in the view. */
  readonly person: string;
  readonly recoveryCode: string | null;
  readonly enteredAt: number;
  readonly consentVersion: string | null;
  readonly status: Exclude<SessionView["status"], "stopped">;
  readonly answers: number;
  readonly conversations: number;
  /** Whether the time for withdrawing by oneself is not over. */
  readonly mayWithdraw: boolean;
  /** The last day on which people can withdraw by themselves; null: always. */
  readonly withdrawUntil: string | null;
}

/** Data of a `text` event on the stream; its event id is the page's to hand back, not to read. */
export interface TextFrame {
  readonly turnId: string;
  /** Slots whose text so far is void (asked again); their cards go back to the skeleton. */
  readonly reset: readonly string[];
  /** All slots move on together: the characters from `from` to `to`, for slots that have them. */
  readonly from: number;
  readonly to: number;
  readonly text: Readonly<Record<string, string>>;
}
