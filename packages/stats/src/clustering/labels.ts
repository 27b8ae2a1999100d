/**
 * Numbers groups 0, 1, 2 … in the order in which they first appear.
 *
 * @param count records
 * @param groupOf any number that stands for a record's group, or null for none (label -1)
 */
export function labelByAppearance(
  count: number,
  groupOf: (record: number) => number | null,
): { readonly labels: Int32Array; readonly clusterCount: number } {
  const labels = new Int32Array(count);
  const known = new Map<number, number>();
  for (let record = 0; record < count; record += 1) {
    const group = groupOf(record);
    if (group === null) {
      labels[record] = -1;
      continue;
    }
    const label = known.get(group) ?? known.size;
    known.set(group, label);
    labels[record] = label;
  }
  return { labels, clusterCount: known.size };
}
