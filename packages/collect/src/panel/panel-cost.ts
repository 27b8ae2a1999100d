/** What a panel charges besides the rewards. Shares are fractions, amounts in the panel's currency. */
export interface PanelPrices {
  /** The panel's fee, of the rewards. */
  readonly feeShare: number;
  /** Tax, of the fee. */
  readonly taxShare: number;
  /** For a sample that represents a country's people. */
  readonly representativeStudy: number;
  /** What an hour should pay at least. */
  readonly hourlyTarget: number;
}

/** Prolific's prices as PRISM paid them in 2023, in GBP (spec prism-collection, "Recruitment", 2). */
const prismPanelPrices: PanelPrices = Object.freeze({
  feeShare: 0.33,
  taxShare: 0.2,
  representativeStudy: 466.21,
  hourlyTarget: 9,
});

export interface PanelCost {
  readonly rewards: number;
  readonly fee: number;
  readonly tax: number;
  readonly representative: number;
  readonly total: number;
}

/** Cost of one recruitment study, every amount rounded to hundredths as on the panel's bill. */
export function panelCost(
  study: { readonly people: number; readonly reward: number; readonly isRepresentative: boolean },
  prices: PanelPrices = prismPanelPrices,
): PanelCost {
  const { people, reward, isRepresentative } = study;
  if (!Number.isInteger(people) || people < 0) {
    throw new RangeError(`people: invalid value ${people}, expected a whole number from 0`);
  }
  if (!Number.isFinite(reward) || reward < 0) {
    throw new RangeError(`reward: invalid value ${reward}, expected a number from 0`);
  }
  const rewards = toHundredths(people * reward);
  const fee = toHundredths(rewards * prices.feeShare);
  const tax = toHundredths(fee * prices.taxShare);
  const representative = isRepresentative ? prices.representativeStudy : 0;
  const total = toHundredths(rewards + fee + tax + representative);
  return Object.freeze({ rewards, fee, tax, representative, total });
}

export interface FairReward {
  /** What the reward comes to per hour at the median time. */
  readonly hourlyRate: number;
  /** The reward, raised when the hourly rate is under the target: median hours x target. */
  readonly reward: number;
  readonly isRaised: boolean;
}

/** Whether people were paid the hourly target; if not, what the reward has to become. */
export function fairReward(
  paid: { readonly reward: number; readonly medianMinutes: number },
  prices: PanelPrices = prismPanelPrices,
): FairReward {
  const { reward, medianMinutes } = paid;
  if (!Number.isFinite(medianMinutes) || medianMinutes <= 0) {
    throw new RangeError(`medianMinutes: invalid value ${medianMinutes}, expected a number above 0`);
  }
  const hours = medianMinutes / 60;
  const due = toHundredths(hours * prices.hourlyTarget);
  const isRaised = reward / hours < prices.hourlyTarget && due > reward;
  return Object.freeze({
    hourlyRate: toHundredths(reward / hours),
    reward: isRaised ? due : reward,
    isRaised,
  });
}

function toHundredths(amount: number): number {
  // Half-way cases such as 1.005 sit a hair below in binary; the nudge rounds them as written.
  return Math.round((amount + Number.EPSILON * amount) * 100) / 100;
}
