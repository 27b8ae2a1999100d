import { type PaidPerson, type PaymentReport, paymentReport } from "@refract/collect";
import { RefractError, type Study } from "@refract/core";
import { findPerson, listPeople, type PeopleOptions, type PersonEntry } from "@refract/server";
import { exitCodes } from "../exit-codes.ts";
import { type Terminal, table } from "../terminal.ts";

export type PaymentKind = "partial" | "bonus";

/** What the study costs so far, and whether an hour of it pays the target. */
export async function showCosts(from: PeopleOptions, terminal: Terminal): Promise<number> {
  const { study } = (await from.shelf.get(from.studyId)).opened;
  const { people } = await listPeople(from);
  const report = paymentReport(
    paymentOf(study),
    people.filter(({ kind }) => kind === "real").map(paidPerson),
  );
  terminal.result({ study: study.id, ...report }, costTable(report));
  return exitCodes.ok;
}

/** Keeps a payment beside the reward, with its time and reason. */
export async function payPerson(
  from: PeopleOptions,
  request: {
    readonly kind: PaymentKind;
    readonly person: string;
    readonly amount: string;
    readonly why: string;
  },
  terminal: Terminal,
): Promise<number> {
  const { kind, amount } = request;
  const reason = request.why.trim();
  if (reason === "") throw new RefractError("invalid-input", '--why: invalid value "", expected a reason');
  const hundredths = hundredthsOf(amount);
  const { study } = (await from.shelf.get(from.studyId)).opened;
  const { currency } = paymentOf(study);
  const found = await findPerson(from, request.person);
  await from.store.pay({ participantId: found.participantId, kind, at: Date.now(), hundredths, reason });
  const person = await findPerson(from, `#${found.person}`);
  const what = kind === "partial" ? "in place of the reward" : "as a bonus";
  terminal.result(
    { study: study.id, person },
    `#${person.person}${person.panelId === null ? "" : ` (${person.panelId})`}: ${money(hundredths / 100, currency)} ${what}. Pay it on the panel too: Refract does not.`,
  );
  return exitCodes.ok;
}

function paymentOf(study: Study): NonNullable<Study["payment"]> {
  if (study.payment !== undefined) return study.payment;
  throw new RefractError(
    "invalid-input",
    `payment: missing in the study "${study.id}", expected at least payment: {reward: 9.90, currency: GBP}`,
  );
}

function paidPerson({ status, minutes, decision, payments }: PersonEntry): PaidPerson {
  return {
    isCompleted: status === "completed",
    isRefused: decision?.kind === "reject" || decision?.kind === "return",
    minutes,
    payments: payments.map(({ kind, amount }) => ({ kind, hundredths: Math.round(amount * 100) })),
  };
}

/** Exactly, from the text: 1.15 has no whole hundredths as a floating-point number. */
function hundredthsOf(amount: string): number {
  const [, whole = "", part = ""] = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(amount.trim()) ?? [];
  const hundredths = Number(whole) * 100 + Number(part.padEnd(2, "0"));
  if (whole === "" || hundredths === 0)
    throw new RefractError(
      "invalid-input",
      `--amount: invalid value "${amount}", expected an amount above 0 such as 2.50`,
    );
  return hundredths;
}

function costTable(report: PaymentReport): string {
  const { currency, fair, cost, costOfFairReward, partial, bonuses } = report;
  const of = (amount: number) => money(amount, currency);
  const minutes =
    report.medianMinutes === null ? "–" : `${Math.round(report.medianMinutes * 10) / 10} minutes`;
  const rows = [
    ["people who get the reward", String(report.people)],
    ["median time", minutes],
    ["reward", of(report.reward)],
    ["pay per hour at the median time", fair === null ? "–" : of(fair.hourlyRate)],
    ["target per hour", of(report.hourlyTarget)],
    [
      "reward that pays the target",
      fair === null ? "–" : fair.isRaised ? `${of(fair.reward)} (raise it)` : `${of(fair.reward)} (stays)`,
    ],
    ["rewards", of(cost.rewards)],
    ["panel's fee", of(cost.fee)],
    ["tax on the fee", of(cost.tax)],
    ["representative sample", of(cost.representative)],
    ["together", of(cost.total)],
    ...(costOfFairReward === null ? [] : [["together with the raised reward", of(costOfFairReward.total)]]),
    ["partial payments", `${of(partial.sum)} to ${partial.people} people`],
    ["bonuses", `${of(bonuses.sum)} to ${bonuses.people} people`],
  ];
  return `${table(["costs", ""], rows)}\n\nPartial payments and bonuses are without the panel's fee on them.`;
}

function money(amount: number, currency: string): string {
  return `${currency} ${amount.toFixed(2)}`;
}
