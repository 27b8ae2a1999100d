import * as z from "zod";

/** `stages[2].turns.min` */
export function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, part) =>
      typeof part === "number" ? `${name}[${part}]` : name === "" ? String(part) : `${name}.${String(part)}`,
    "",
  );
}

/**
 * A schema issue in Refract's voice: the value that is there and what was expected.
 *
 * @param issue Made with `reportInput: true`; without, every value counts as missing.
 */
export function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "unrecognized_keys":
      return [
        `unknown field ${issue.keys.map((key) => `"${key}"`).join(", ")}`,
        ...(issue.message.startsWith("expected ") ? [issue.message] : []),
      ].join(", ");
    case "custom":
      return issue.message.startsWith("expected ") ? `${foundIn(issue)}, ${issue.message}` : issue.message;
    default:
      return `${foundIn(issue)}, ${expectationOf(issue)}`;
  }
}

/** Zod keeps which fields an object may have from its finished issues; an error map still sees them. */
export function expectedFields(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== "unrecognized_keys" || !(issue.inst instanceof z.ZodObject)) return undefined;
  return `expected one of ${Object.keys(issue.inst.shape).join(", ")}`;
}

/** A union reports every branch; what comes out is what best says what is wrong, with paths from the root. */
export function leafIssues(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const depth = (branch: readonly z.core.$ZodIssue[]) =>
    Math.max(...branch.map((inner) => inner.path.length));
  const deepest = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length);
  const best = deepest[0] ?? [];
  const fitting = depth(best) > 0 ? best : deepest.find((branch) => !branch.some(isAnotherType));
  // No branch is of the value's type: the union's own issue names all of them.
  if (fitting === undefined) return [issue];
  return fitting
    .map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as z.core.$ZodIssue)
    .flatMap(leafIssues);
}

function isAnotherType(issue: z.core.$ZodIssue): boolean {
  return issue.code === "invalid_type" || issue.code === "invalid_value";
}

function foundIn(issue: z.core.$ZodIssue): string {
  const value = isUnknownVariant(issue) ? memberOf(issue.input, issue.discriminator) : issue.input;
  // Too many or too few: entries that were read already would be shown in our own form.
  if (issue.code === "too_small" || issue.code === "too_big")
    if (Array.isArray(value) && value.some((entry) => typeof entry === "object"))
      return quantity(value.length, "array");
  return value === undefined ? "missing" : `invalid value ${shown(value)}`;
}

function expectationOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${typeNames[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `expected ${issue.values.length > 1 ? "one of " : ""}${issue.values.map(shown).join(", ")}`;
    case "too_small":
      return `expected ${issue.inclusive === false ? "more than" : "at least"} ${quantity(issue.minimum, issue.origin)}`;
    case "too_big":
      return `expected ${issue.inclusive === false ? "less than" : "at most"} ${quantity(issue.maximum, issue.origin)}`;
    case "invalid_union":
      return isUnknownVariant(issue)
        ? `expected one of ${issue.options.map(shown).join(", ")}`
        : `expected ${[...new Set(issue.errors.flatMap((branch) => branch.slice(0, 1).map(alternative)))].join(" or ")}`;
    case "invalid_key":
    case "invalid_element":
      return issue.issues[0] === undefined ? lowerFirst(issue.message) : expectationOf(issue.issues[0]);
    case "invalid_format":
      return issue.message.startsWith("expected ") ? issue.message : `expected ${formatName(issue)}`;
    default:
      return lowerFirst(issue.message);
  }
}

/** What one branch of a union would have taken. */
function alternative(issue: z.core.$ZodIssue): string {
  return expectationOf(issue).replace(/^expected (?:one of )?/, "");
}

const typeNames: Readonly<Record<string, string>> = {
  int: "a whole number",
  record: "object",
  nan: "a number",
};

function formatName(issue: z.core.$ZodIssueInvalidStringFormat): string {
  switch (issue.format) {
    case "regex":
      return `a text of the form ${issue.pattern ?? ""}`;
    case "url":
      return "an address such as https://example.org";
    default:
      return `a text of the form "${issue.format}"`;
  }
}

function quantity(amount: number | bigint, origin: string): string {
  const one = Number(amount) === 1;
  if (origin === "string") return `${amount} ${one ? "character" : "characters"}`;
  return origin === "array" || origin === "set" ? `${amount} ${one ? "entry" : "entries"}` : String(amount);
}

interface UnknownVariant {
  readonly discriminator: string;
  readonly options: readonly unknown[];
}

/** A discriminated union none of whose variants has this name. */
function isUnknownVariant(issue: z.core.$ZodIssue): issue is z.core.$ZodIssue & UnknownVariant {
  return (
    issue.code === "invalid_union" &&
    "discriminator" in issue &&
    typeof issue.discriminator === "string" &&
    "options" in issue &&
    Array.isArray(issue.options)
  );
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

const shownCharacters = 80;

function shown(value: unknown): string {
  // JSON has no word for these numbers.
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "nothing");
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters - 3)}…` : text;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
