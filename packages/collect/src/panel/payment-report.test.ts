import { expect, it } from "vitest";
import { type PaidPerson, paymentReport } from "./payment-report.ts";

const prism = {
  ...{ reward: 9.9, currency: "GBP", hourlyTarget: 9 },
  ...{ feeShare: 0.33, taxShare: 0.2, representativeStudy: 0 },
};
const person = (minutes: number | null, differs: Partial<PaidPerson> = {}): PaidPerson => ({
  isCompleted: true,
  isRefused: false,
  minutes,
  payments: [],
  ...differs,
});

it("of 100 people in 80 minutes: 1,382.04 with fee and tax, 7.43 an hour, and 12 to pay 9 an hour", () => {
  const crowd = Array.from({ length: 100 }, (_, index) => person(index < 50 ? 70 : 90));
  expect(paymentReport(prism, crowd)).toEqual({
    ...{ currency: "GBP", people: 100, medianMinutes: 80, reward: 9.9, hourlyTarget: 9 },
    fair: { hourlyRate: 7.43, reward: 12, isRaised: true },
    cost: { rewards: 990, fee: 326.7, tax: 65.34, representative: 0, total: 1382.04 },
    costOfFairReward: { rewards: 1200, fee: 396, tax: 79.2, representative: 0, total: 1675.2 },
    partial: { people: 0, sum: 0 },
    bonuses: { people: 0, sum: 0 },
  });
  const representative = paymentReport({ ...prism, representativeStudy: 466.21 }, crowd);
  expect(representative.cost.total).toBe(1848.25);
});

it("pays no reward to who was refused, stopped or was paid in part, and sums what was paid beside it", () => {
  const report = paymentReport(prism, [
    person(60, {
      payments: [
        { kind: "bonus", hundredths: 110 },
        { kind: "bonus", hundredths: 5 },
      ],
    }),
    person(2, { isRefused: true }),
    person(null, { isCompleted: false, payments: [{ kind: "partial", hundredths: 300 }] }),
    person(66, { payments: [{ kind: "partial", hundredths: 450 }] }),
  ]);
  expect(report).toMatchObject({
    ...{ people: 1, medianMinutes: 63, costOfFairReward: null },
    fair: { hourlyRate: 9.43, isRaised: false },
    partial: { people: 2, sum: 7.5 },
    bonuses: { people: 1, sum: 1.15 },
  });
  expect(paymentReport(prism, [])).toMatchObject({ people: 0, medianMinutes: null, fair: null });
});
