/** A regression coefficient's name taken apart. */
export interface Coefficient {
  readonly variable: string;
  readonly level: string;
}

/** Longest first, so that no name hides another. */
const variables = ["conversation_type", "ethnicity", "religion", "gender", "region", "age"] as const;

/** `conversation_typevalues guided` is variable and level written together; null for a variable nobody knows. */
export function splitCoefficient(name: string): Coefficient | null {
  const variable = variables.find((prefix) => name.startsWith(prefix) && name.length > prefix.length);
  return variable === undefined ? null : { variable, level: name.slice(variable.length) };
}
