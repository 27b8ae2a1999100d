import type { Session } from "@refract/collect";
import { type Ending, panelOf } from "@refract/core";

/** Who has completed keeps what they have earned; whoever leaves before goes back as somebody who does not agree. */
export function endingOnWithdrawal({ outcome }: Pick<Session, "outcome">): Ending {
  return outcome ?? "declined";
}

/** The ending that a panel is asked to credit by server call when this person withdraws; null where none is. */
export function creditedEnding(session: Session): Ending | null {
  const panel = panelOf(session.opened.study);
  const ending = endingOnWithdrawal(session);
  return panel !== null && panel.serverCredit !== null && panel.paid.includes(ending) ? ending : null;
}
