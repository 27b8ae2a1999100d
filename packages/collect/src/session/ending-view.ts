import type { Ending, PanelTask } from "@refract/core";

/** How a visit ended, and what the person takes back to the panel. */
export interface EndingView {
  readonly kind: Ending;
  readonly code: string | null;
  /** Where to go back to, completed with code and parameters. */
  readonly returnUrl: string | null;
  /** Whether this ending is paid for; null where the study has no panel. */
  readonly paid: boolean | null;
  /** Full only for people like this one: the study has enough of their kind. */
  readonly quota: boolean;
  /**
   * Only where the panel's page shows the study: the task that this ending submits, or null for one that is not paid and that
   * the person gives back there.
   */
  readonly task?: PanelTask | null;
}
