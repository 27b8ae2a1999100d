import type { Command } from "commander";
import type { PeopleCommandOptions } from "../actions/people.ts";
import { defaultDataFolder } from "../data-folder.ts";
import type { Finish } from "../exit-codes.ts";
import { createTerminal, wantsJson } from "../terminal.ts";

export function addPeopleCommands(program: Command, finish: Finish): void {
  const people = program.command("people").description("who took part, and what became of their places");
  const withData = (command: Command) =>
    command
      .option("--data <folder>", "where everything is kept", defaultDataFolder)
      .option("--database-url <url>", "PostgreSQL instead of SQLite (or REFRACT_DATABASE_URL)");

  withData(people.command("list", { isDefault: true }))
    .description("panel id, status, code and minutes of everybody (`refract people STUDY` does the same)")
    .argument("<study>", "the study's id")
    // What is no action lands here, so the message of the parser would name one that nobody typed.
    .allowExcessArguments(true)
    .option("--simulated <choice>", "simulated people: exclude, include or only", "exclude")
    .option("--quality", "quality signals, what PRISM's rule advises, and who is in the data and why not")
    .option("--out <file>", "with --quality: a CSV file with every number that was looked at")
    .option("--test", "people who came by the test link too")
    .action(async (studyId: string, options: PeopleCommandOptions, command: Command) => {
      const [, second] = command.args;
      if (second !== undefined) {
        const { RefractError } = await import("@refract/core");
        throw new RefractError(
          "invalid-input",
          `people: "${studyId} ${second}" is nothing to do, expected list, costs, release, approve, return, reject, partial or bonus, or a study's id alone`,
        );
      }
      const { listStudyPeople } = await import("../actions/people.ts");
      finish(await listStudyPeople(studyId, options, createTerminal(wantsJson(command))));
    });

  for (const [kind, description] of [
    ["release", "free the place of somebody who does not come back; they may go on from another device"],
    ["approve", "note that the submission was approved"],
    ["return", "note that the submission was returned, which frees the place; who is inside is signed out"],
    [
      "reject",
      "reject a submission: it is left out of exports, and its place is free; who is inside is signed out",
    ],
  ] as const) {
    const command = withData(people.command(kind))
      .description(description)
      .argument("<study>", "the study's id")
      .argument("<person>", "number in the list (17 or #17), or panel id");
    if (kind === "reject") command.requiredOption("--why <text>", "the reason, kept with the decision");
    command.action(async (studyId: string, person: string, options: PeopleCommandOptions, ran: Command) => {
      const { decideAboutPerson } = await import("../actions/people.ts");
      const terminal = createTerminal(wantsJson(ran));
      finish(await decideAboutPerson({ kind, studyId, person, options, terminal }));
    });
  }

  withData(people.command("costs"))
    .description("what the study costs, and whether an hour of it pays the target (`payment` of the study)")
    .argument("<study>", "the study's id")
    .action(async (studyId: string, options: PeopleCommandOptions, command: Command) => {
      const { showStudyCosts } = await import("../actions/people.ts");
      finish(await showStudyCosts(studyId, options, createTerminal(wantsJson(command))));
    });

  for (const [kind, description] of [
    ["partial", "note a payment in place of the reward, for a part of the work"],
    ["bonus", "note a payment beside the reward, such as for an outage"],
  ] as const)
    withData(people.command(kind))
      .description(description)
      .argument("<study>", "the study's id")
      .argument("<person>", "number in the list (17 or #17), or panel id")
      .requiredOption("--amount <amount>", "in the study's currency, such as 2.50")
      .requiredOption("--why <text>", "the reason, kept with the payment")
      .action(async (studyId: string, person: string, options: PeopleCommandOptions, ran: Command) => {
        const { payStudyPerson } = await import("../actions/people.ts");
        const terminal = createTerminal(wantsJson(ran));
        finish(await payStudyPerson({ kind, studyId, person, options, terminal }));
      });
}
