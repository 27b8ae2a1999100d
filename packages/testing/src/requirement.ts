import { describe, test } from "vitest";

/** What a finder answers: the thing, or why it is not here and the command that brings it. */
export type Found<Thing> =
  | { readonly state: "found"; readonly thing: Thing }
  | { readonly state: "missing"; readonly reason: string; readonly install: string };

/** Something on the machine that tests need and the project does not bring: a browser, a database, data. */
export interface Requirement<Thing> {
  /** As it stands in a sentence: "Chromium", "PostgreSQL". */
  readonly name: string;
  /** Looks for it and, where that is possible, installs it. Called once a process. */
  readonly find: () => Promise<Found<Thing>>;
}

/** A finder whose search (and installation) happens at most once a process. */
export function defineRequirement<Thing>(requirement: Requirement<Thing>): Requirement<Thing> {
  let answer: Promise<Found<Thing>> | undefined;
  return Object.freeze({
    name: requirement.name,
    find: () => {
      answer ??= requirement.find();
      return answer;
    },
  });
}

/** One sentence for the list of skipped tests and for failures. */
export function missingMessage(name: string, missing: { reason: string; install: string }): string {
  return `needs ${name}: ${missing.reason}; install with: ${missing.install}`;
}

/** True where a missing requirement must fail instead of being skipped (`CI=true`). */
export function isStrict(environment: NodeJS.ProcessEnv = process.env): boolean {
  return environment.CI === "true" || environment.CI === "1";
}

/**
 * A group of tests that need something of the machine. Awaited at the top of a test file:
 *
 *     await describeWith(chromium, "the survey page", (executable) => { test(…) });
 *
 * Without it, one test stands for the group: skipped with reason and install command, or failing with CI=true.
 */
export async function describeWith<Thing>(
  requirement: Requirement<Thing>,
  title: string,
  body: (thing: Thing) => void,
): Promise<void> {
  const found = await requirement.find();
  if (found.state === "found") {
    describe(title, () => body(found.thing));
    return;
  }
  const message = missingMessage(requirement.name, found);
  test(title, (context) => {
    if (isStrict()) throw new Error(message);
    context.skip(message);
  });
}
