/** The release's coarse groups of ethnicity, from its categories (spec prism-collection). */
export function simplifyEthnicity(category: string): string | null {
  return ethnicityGroups.get(category) ?? null;
}

/** The release's coarse groups of religion, from its categories (spec prism-collection). */
export function simplifyReligion(category: string): string | null {
  return religionGroups.get(category) ?? null;
}

const ethnicityGroups: ReadonlyMap<string, string> = new Map([
  ["White", "White"],
  ["Black / African", "Black"],
  ["Hispanic / Latino", "Hispanic"],
  ["Asian", "Asian"],
  ["Mixed", "Mixed"],
  ["Middle Eastern / Arab", "Other"],
  ["Indigenous / First Peoples", "Other"],
  ["Other", "Other"],
  ["Prefer not to say", "Prefer not to say"],
]);

const religionGroups: ReadonlyMap<string, string> = new Map([
  ["Non-religious", "No Affiliation"],
  ["Agnostic", "No Affiliation"],
  ["Spiritual", "No Affiliation"],
  ["Christian", "Christian"],
  ["Jewish", "Jewish"],
  ["Muslim", "Muslim"],
  ["Hindu", "Other"],
  ["Sikh", "Other"],
  ["Buddhist", "Other"],
  ["Folk religion", "Other"],
  ["Other", "Other"],
  ["Prefer not to say", "Prefer not to say"],
]);
