import { localizedTextSchema, stageBase } from "@refract/core";
import * as z from "zod";
import { touchedBlock } from "./touched-field.ts";

const statementSchema = z.strictObject({ id: z.string().min(1).max(64), text: localizedTextSchema });

/** A block of statements about the conversation, each on one slider. */
const attributeBlockSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9_]*$/),
  stem: localizedTextSchema,
  minimum: z.int().default(1),
  maximum: z.int().default(100),
  minimumLabel: localizedTextSchema,
  maximumLabel: localizedTextSchema,
  startAt: z.union([z.literal("none"), z.int()]).default("none"),
  notApplicable: z
    .boolean()
    .default(true)
    .describe("Whether a statement can be marked as not applicable (stored as null with that reason)."),
  statements: z.array(statementSchema).min(1),
});

const scaleSchema = z.strictObject({
  kind: z.literal("scale"),
  minimum: z.int().default(1),
  maximum: z.int().default(100),
  startAt: z
    .union([z.literal("none"), z.int()])
    .default("none")
    .describe("none: no handle until first touch. A number: the handle stands there; PRISM used 50."),
  minimumLabel: localizedTextSchema,
  maximumLabel: localizedTextSchema,
  tie: z
    .enum(["ask", "random"])
    .default("ask")
    .describe("ask which of the best to go on with, or take one at random as PRISM did."),
});

const verdictSchema = z.strictObject({
  kind: z.literal("verdict"),
  options: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z-]*$/),
        label: localizedTextSchema,
        winner: z
          .int()
          .min(0)
          .nullable()
          .default(null)
          .describe("Place of the response this verdict prefers, from 0; null for none."),
      }),
    )
    .min(2),
  reveal: z.boolean().default(false).describe("Whether the end page names the models."),
});

type Range = Pick<z.output<typeof scaleSchema>, "minimum" | "maximum" | "startAt">;

/**
 * A live, blind conversation with several models (spec prism-collection, stage 2). The defaults are Refract's; every
 * setting of the published protocol is an option.
 */
export const conversationConfigSchema = z
  .strictObject({
    ...stageBase,
    type: z.literal("conversation"),
    types: z
      .array(
        z.strictObject({
          id: z.string().min(1).max(64).describe("Stored as conversation_type."),
          title: localizedTextSchema,
          description: localizedTextSchema.optional(),
          examples: z.array(localizedTextSchema).default([]),
          count: z
            .int()
            .min(1)
            .nullable()
            .default(null)
            .describe("How many conversations of this type are planned; null: any number."),
        }),
      )
      .min(1),
    typeQuota: z
      .enum(["strict", "soft"])
      .default("strict")
      .describe("strict closes a type at its count; soft lets people choose freely."),
    maximumConversations: z
      .int()
      .min(1)
      .optional()
      .describe("Never more than this many; without it the planned number."),
    mayStopAfter: z
      .int()
      .min(0)
      .optional()
      .describe("People may leave the stage after this many; without it all planned ones are asked."),
    models: z
      .array(z.string())
      .min(1)
      .optional()
      .describe("Ids of the pool for this stage; without it all of the study's models."),
    opening: z.strictObject({ models: z.int().min(1).max(8).default(4) }).prefault({}),
    continuation: z
      .strictObject({
        with: z
          .enum(["winner", "all"])
          .default("winner")
          .describe(
            "winner: the chosen model goes on from the chosen history. all: every model goes on from its own.",
          ),
        samples: z
          .int()
          .min(1)
          .max(8)
          .default(2)
          .describe("With winner: how many samples of that model a later turn shows."),
      })
      .prefault({}),
    turns: z
      .strictObject({
        minimum: z.int().min(1).default(2),
        maximum: z.int().min(1).max(100).default(22),
        advice: localizedTextSchema.optional(),
      })
      .prefault({}),
    judge: z.discriminatedUnion("kind", [scaleSchema, verdictSchema]),
    streaming: z.enum(["even-paced", "together"]).default("even-paced"),
    charactersPerSecond: z
      .number()
      .min(10)
      .max(10_000)
      .default(180)
      .describe("Pace of even-paced text, the same for all."),
    atOnceAfterSeconds: z
      .number()
      .min(1)
      .max(3600)
      .default(40)
      .describe(
        "Seconds of even pace after which the rest of very long answers appears at once, as soon as all are complete.",
      ),
    instructionAs: z
      .enum(["system", "prefix"])
      .default("system")
      .describe(
        "Send the instruction text as a system message, or before the prompt as plain text as PRISM did.",
      ),
    deadlineSeconds: z
      .number()
      .min(1)
      .max(600)
      .default(30)
      .describe("For one response, from its turn at the account on, retries included."),
    retries: z.int().min(0).max(5).default(1),
    onFailure: z
      .enum(["replace", "drop"])
      .default("replace")
      .describe("A slot without an answer is given to the next model drawn, or left out as PRISM did."),
    prompt: z
      .strictObject({
        maximumCharacters: z.int().min(1).max(100_000).default(4000),
        blockPaste: z.boolean().default(false),
      })
      .prefault({}),
    practice: z
      .strictObject({ prompt: localizedTextSchema, responses: z.array(localizedTextSchema).min(2).max(4) })
      .optional()
      .describe("A canned exchange to try the controls on."),
    attributes: z.array(attributeBlockSchema).default([]),
    feedback: z
      .strictObject({
        prompt: localizedTextSchema,
        hint: localizedTextSchema.optional(),
        required: z.boolean().default(true),
        maximumCharacters: z.int().min(1).default(10_000),
      })
      .optional(),
  })
  .check((context) => {
    const { judge, turns, types, opening, continuation, attributes } = context.value;
    const report = (path: PropertyKey[], message: string) =>
      context.issues.push({ code: "custom", path, message, input: context.value });
    if (turns.maximum < turns.minimum)
      report(
        ["turns", "maximum"],
        `invalid value ${turns.maximum}, expected at least the minimum ${turns.minimum}`,
      );
    const checkRange = (path: PropertyKey[], { minimum, maximum, startAt }: Range) => {
      if (maximum <= minimum)
        report([...path, "maximum"], `invalid value ${maximum}, expected more than the minimum ${minimum}`);
      else if (startAt !== "none" && (startAt < minimum || startAt > maximum))
        report(
          [...path, "startAt"],
          `invalid value ${startAt}, expected none or a number from ${minimum} to ${maximum}`,
        );
    };
    const checkUnique = (
      path: PropertyKey[],
      ids: readonly string[],
      name: readonly PropertyKey[] = ["id"],
    ) =>
      ids.forEach((id, index) => {
        if (ids.indexOf(id) < index)
          report([...path, index, ...name], `"${id}" is used already, expected a unique id`);
      });
    if (judge.kind === "scale") checkRange(["judge"], judge);
    else
      checkUnique(
        ["judge", "options"],
        judge.options.map(({ id }) => id),
      );
    checkUnique(
      ["types"],
      types.map(({ id }) => id),
    );
    checkUnique(["models"], context.value.models ?? [], []);
    checkUnique(
      ["attributes"],
      attributes.map(({ id }) => id),
    );
    attributes.forEach((block, index) => {
      checkRange(["attributes", index], block);
      const marked = attributes.find(
        ({ id, startAt }) => startAt !== "none" && touchedBlock(id) === block.id,
      );
      if (marked !== undefined)
        report(
          ["attributes", index, "id"],
          `"${block.id}" is where it is stored which handles of "${marked.id}" were touched, expected another id`,
        );
      checkUnique(
        ["attributes", index, "statements"],
        block.statements.map(({ id }) => id),
      );
    });
    if (judge.kind === "verdict") {
      if (continuation.with !== "all")
        report(
          ["continuation", "with"],
          `invalid value "winner", expected all, since verdicts are given on the whole conversation`,
        );
      judge.options.forEach((option, index) => {
        if (option.winner !== null && option.winner >= opening.models)
          report(
            ["judge", "options", index, "winner"],
            `invalid value ${option.winner}, expected a place below ${opening.models}`,
          );
      });
    }
    const { mayStopAfter, maximumConversations, typeQuota } = context.value;
    const counted = types.reduce((sum, type) => sum + (type.count ?? 0), 0);
    const isCounted = typeQuota === "strict" && types.every((type) => type.count !== null);
    const reachable = isCounted
      ? Math.min(counted, maximumConversations ?? counted)
      : (maximumConversations ?? counted);
    if (mayStopAfter !== undefined && reachable > 0 && mayStopAfter > reachable) {
      report(
        ["mayStopAfter"],
        `invalid value ${mayStopAfter}, expected at most the ${reachable} conversations people can have`,
      );
    }
    if (types.every((type) => type.count === null) && context.value.maximumConversations === undefined) {
      report(["maximumConversations"], "missing, expected a number since no type has a count");
    }
  });

export type ConversationConfig = z.output<typeof conversationConfigSchema>;

/** How many conversations a person is asked for, and the most they can do. */
export function plannedConversations(config: ConversationConfig): { planned: number; maximum: number } {
  const counted = config.types.reduce((sum, type) => sum + (type.count ?? 0), 0);
  const maximum = config.maximumConversations ?? counted;
  return { planned: counted === 0 ? maximum : Math.min(counted, maximum), maximum };
}
