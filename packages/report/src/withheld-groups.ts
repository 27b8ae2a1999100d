/** Says of groups that are large enough why they have no figures; "" for none. Begins with a blank, to follow a sentence. */
export function withheldText(names: readonly string[]): string {
  return names.length === 0
    ? ""
    : ` Left out as well: ${names.join(", ")}; taken together with the figures of all they would show those of a few people.`;
}
