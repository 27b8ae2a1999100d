import * as z from "zod";

/** What people are paid and what the panel charges, for `refract people costs`. Amounts are in one currency. */
export const paymentSchema = z.strictObject({
  reward: z.number().nonnegative().describe("For a completed submission."),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: "expected three letters such as GBP" })
    .default("GBP"),
  hourlyTarget: z.number().positive().default(9).describe("What an hour should pay at least."),
  feeShare: z.number().min(0).max(5).default(0.33).describe("The panel's fee, as a part of the rewards."),
  taxShare: z.number().min(0).max(5).default(0.2).describe("Tax on the fee, as a part of it."),
  representativeStudy: z
    .number()
    .nonnegative()
    .default(0)
    .describe("What the panel charges once for a representative sample; PRISM paid 466.21."),
});
