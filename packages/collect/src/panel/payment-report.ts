import type { Study } from "@refract/core";
import { type FairReward, fairReward, type PanelCost, panelCost } from "./panel-cost.ts";

/** A person, as far as it matters for what the study costs. */
export interface PaidPerson {
  readonly isCompleted: boolean;
  /** The researcher rejected or returned the submission: it is not paid the reward. */
  readonly isRefused: boolean;
  /** From coming in to the end; null before it. */
  readonly minutes: number | null;
  readonly payments: readonly { readonly kind: "partial" | "bonus"; readonly hundredths: number }[];
}

export interface PaymentReport {
  readonly currency: string;
  /** People who get the reward: completed, not refused, and not paid in part instead. */
  readonly people: number;
  /** Of completed submissions that are not refused; null without any. */
  readonly medianMinutes: number | null;
  readonly reward: number;
  readonly hourlyTarget: number;
  /** What the reward comes to per hour at the median time, and what it has to become; null without a time. */
  readonly fair: FairReward | null;
  readonly cost: PanelCost;
  /** The same with the reward that pays the target; null where the reward stays. */
  readonly costOfFairReward: PanelCost | null;
  /** Sums in the currency, without the panel's fee on them. */
  readonly partial: { readonly people: number; readonly sum: number };
  readonly bonuses: { readonly people: number; readonly sum: number };
}

type Payment = NonNullable<Study["payment"]>;

/** What a study costs and whether an hour of it pays what it should (spec prism-collection, "Recruitment", 2). */
export function paymentReport(payment: Payment, people: readonly PaidPerson[]): PaymentReport {
  const { reward, currency, hourlyTarget } = payment;
  const prices = { ...payment, hourlyTarget };
  const done = people.filter(({ isCompleted, isRefused }) => isCompleted && !isRefused);
  const rewarded = done.filter(({ payments }) => payments.every(({ kind }) => kind !== "partial")).length;
  const median = medianOf(done.flatMap(({ minutes }) => minutes ?? []));
  // A walk of seconds, as in tests, has no pay per hour.
  const fair = median === null || median <= 0 ? null : fairReward({ reward, medianMinutes: median }, prices);
  const costOf = (amount: number) =>
    panelCost(
      { people: rewarded, reward: amount, isRepresentative: payment.representativeStudy > 0 },
      prices,
    );
  const sumOf = (kind: "partial" | "bonus") => {
    const paid = people.filter(({ payments }) => payments.some((each) => each.kind === kind));
    const hundredths = paid
      .flatMap(({ payments }) => payments.filter((each) => each.kind === kind))
      .reduce((sum, each) => sum + each.hundredths, 0);
    return { people: paid.length, sum: hundredths / 100 };
  };
  return {
    ...{ currency, people: rewarded, medianMinutes: median, reward, hourlyTarget, fair },
    cost: costOf(reward),
    costOfFairReward: fair?.isRaised === true ? costOf(fair.reward) : null,
    partial: sumOf("partial"),
    bonuses: sumOf("bonus"),
  };
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
