import type { Ending, Panel } from "@refract/core";

/** A session, or the row of its person. */
interface Ended {
  readonly outcome: Ending | null;
}

/** Who has completed keeps what they have earned; whoever leaves before goes back as somebody who does not agree. */
export function endingOnWithdrawal({ outcome }: Ended): Ending {
  return outcome ?? "declined";
}

/** The ending that the panel is asked to credit by server call when this person withdraws; null where none is. */
export function creditedEnding(
  panel: Pick<Panel, "serverCredit" | "paid"> | null,
  ended: Ended,
): Ending | null {
  const ending = endingOnWithdrawal(ended);
  return panel !== null && panel.serverCredit !== null && panel.paid.includes(ending) ? ending : null;
}
