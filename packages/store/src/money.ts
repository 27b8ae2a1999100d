const nanoPerUsd = 1_000_000_000;

/** Whole billionths of a dollar. A token of the cheapest models costs some ten of them. */
export function nanoOf(usd: number): number {
  const nano = Math.round(usd * nanoPerUsd);
  if (!Number.isSafeInteger(nano) || nano < 0) {
    throw new Error(`invalid amount ${usd} USD, expected 0 to 9,000,000`);
  }
  return nano;
}

export function usdOf(nano: number): number {
  return nano / nanoPerUsd;
}

/** `1.25 USD` */
export function usdText(nano: number): string {
  return `${usdOf(nano)
    .toFixed(9)
    .replace(/0{1,7}$/, "")} USD`;
}
