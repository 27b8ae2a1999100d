/**
 * A count with its noun: "1 neighbourhood", "8,011 prompts", "1 person".
 *
 * @param many the plural, for nouns that take no s
 */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
