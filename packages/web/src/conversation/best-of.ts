interface RatedSlot {
  readonly id: string;
  readonly value: number | null;
}

/** Ids with the highest value, in the order given; several on a tie. */
export function bestOf(slots: readonly RatedSlot[]): readonly string[] {
  const values = slots.flatMap((slot) => (slot.value === null ? [] : [slot.value]));
  const highest = Math.max(...values);
  return slots.filter((slot) => slot.value === highest).map((slot) => slot.id);
}
