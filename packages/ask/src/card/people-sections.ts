import { type Instrument, RefractError } from "@refract/core";
import type { Section } from "@refract/report";
import { peopleBesideRun } from "../people/people-beside-run.ts";
import { readPeopleDataset } from "../people/people-dataset.ts";
import type { RunResults } from "../scores/results.ts";
import { peopleSection } from "./people-section.ts";

/** Whose answers stand beside the runs. */
export interface PeopleChoice {
  readonly folders: readonly string[];
  /** Field of the survey that people are told apart by; null for none. */
  readonly by: string | null;
  /** Whether items' texts are said that the instrument withholds. */
  readonly showTexts: boolean;
}

/** One chapter for each run and dataset of people who were given some of its items. Throws RefractError for a dataset without any. */
export async function peopleSections(
  runs: readonly { readonly folder: string; readonly results: RunResults; readonly instrument: Instrument }[],
  { folders: people, by, showTexts }: PeopleChoice,
  instruments: readonly Instrument[],
): Promise<readonly Section[]> {
  const sections: Section[] = [];
  for (const [place, folder] of people.entries()) {
    const dataset = await readPeopleDataset(folder, by);
    const before = sections.length;
    for (const [index, { folder: run, results, instrument }] of runs.entries()) {
      const beside = await peopleBesideRun(run, dataset, instruments, showTexts);
      if (beside !== null)
        sections.push(
          peopleSection(`people-${index + 1}-${place + 1}`, instrument, results, dataset, beside),
        );
    }
    if (sections.length === before)
      throw new RefractError(
        "invalid-input",
        `--people: ${folder} has no item of ${runs.map((run) => run.folder).join(", ")}, expected a dataset of people who were given the same items`,
      );
  }
  return sections;
}
