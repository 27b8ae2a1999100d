/** Which turn the page is at, from 1, and whether another may be begun. After the last one it stays at that. */
export function turnCount({
  settled,
  turn,
  maximumTurns,
}: {
  readonly settled: number;
  readonly turn: { readonly number: number } | null;
  readonly maximumTurns: number;
}): {
  readonly number: number;
  readonly turnsLeft: boolean;
} {
  const begun = turn === null ? settled : turn.number + 1;
  const turnsLeft = begun < maximumTurns;
  return { number: turn === null && turnsLeft ? begun + 1 : begun, turnsLeft };
}
