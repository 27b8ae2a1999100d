/**
 * The value a record itself has under a key. Keys come from study files, where a statement may be called "constructor",
 * which every object has without having been given it.
 */
export function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
