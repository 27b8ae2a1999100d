/**
 * The odds-ratio part of ORPO's loss from mean token log-probabilities (spec cultural-kaleidoscope, "Alignment (ORPO)").
 *
 * odds(y) = P(y) / (1 - P(y)) with P(y) = exp of the mean token log-probability; L_or = -log sigmoid(log odds(chosen) - log odds(rejected)).
 * The whole loss adds the negative log-likelihood of the chosen reply: NLL + lambda L_or, lambda usually 0.1.
 *
 * @param chosen mean token log-probability of the chosen reply, natural logarithm, below 0
 * @param rejected the same of the rejected reply
 * @throws RangeError for a value that is not below 0
 */
export function oddsRatioLoss(
  chosen: number,
  rejected: number,
): { readonly logOddsRatio: number; readonly loss: number } {
  const logOddsRatio = logOdds("chosen", chosen) - logOdds("rejected", rejected);
  // log(1 + e^-x) without overflow for a strongly negative x
  const loss =
    logOddsRatio > 0
      ? Math.log1p(Math.exp(-logOddsRatio))
      : -logOddsRatio + Math.log1p(Math.exp(logOddsRatio));
  return { logOddsRatio, loss };
}

function logOdds(name: string, logProbability: number): number {
  if (!(logProbability < 0))
    throw new RangeError(`${name}: invalid value ${logProbability}, expected a number below 0`);
  return logProbability - Math.log(-Math.expm1(logProbability));
}
