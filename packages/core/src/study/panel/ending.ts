/** How a person's visit can end. Withdrawing is no ending of a visit: it can come long after one. */
export const endings = ["completed", "declined", "screened-out", "full", "failed-check"] as const;
export type Ending = (typeof endings)[number];

/** How each ending is spelled in a study file, whose fields are in camel case. */
export const endingFields = Object.freeze({
  completed: "completed",
  declined: "declined",
  "screened-out": "screenedOut",
  full: "full",
  "failed-check": "failedCheck",
} as const satisfies Record<Ending, string>);
