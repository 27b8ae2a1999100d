/** What stands for texts without a topic, and for topics without a mark of their own. */
const taken = ["Outliers", "Other topics"];

/** Names that each stand for one topic, since charts find topics by name: those that stand twice have the topic's number behind them. */
export function distinctNames<Named extends { readonly id: number; readonly name: string }>(
  topics: readonly Named[],
): readonly Named[] {
  const times = new Map<string, number>(taken.map((name) => [name, 1]));
  for (const { name } of topics) times.set(name, (times.get(name) ?? 0) + 1);
  return topics.map((topic) =>
    (times.get(topic.name) ?? 0) > 1
      ? Object.freeze({ ...topic, name: `${topic.name} (${topic.id})` })
      : topic,
  );
}
