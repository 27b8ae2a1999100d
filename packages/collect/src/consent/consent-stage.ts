import { localizedTextSchema, stageBase, textIn } from "@refract/core";
import * as z from "zod";
import { defineStage } from "../stage/define-stage.ts";
import { rejected } from "../stage/stage-config.ts";
import type { OwnEntries } from "../stage/stage-life.ts";
import type { ConsentCommand, ConsentView } from "./consent-view.ts";
import { answerConsent } from "./simulate-consent.ts";

const consentConfigSchema = z.strictObject({
  ...stageBase,
  type: z.literal("consent"),
  version: z.string().min(1).max(40).describe("Version of the consent text; kept with every consent."),
  summary: localizedTextSchema.optional(),
  cards: z.array(z.strictObject({ title: localizedTextSchema, text: localizedTextSchema })).default([]),
  statements: z
    .array(
      z.strictObject({
        id: z
          .string()
          .regex(/^[a-z][a-z0-9_]*$/)
          .describe("Field the agreement is stored under."),
        text: localizedTextSchema,
        required: z.boolean().default(true),
        value: z
          .string()
          .optional()
          .describe("What is stored for an agreement; without it the text in the study's first language."),
      }),
    )
    .min(1),
});
type ConsentConfig = z.output<typeof consentConfigSchema>;

const commandSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("consent.given"), statements: z.record(z.string(), z.boolean()) }),
  z.strictObject({ type: z.literal("consent.declined") }),
]);

const eventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("consent.given"),
    version: z.string(),
    statements: z.record(z.string(), z.boolean()),
  }),
  z.object({ type: z.literal("consent.declined") }),
]);
type ConsentEvent = z.output<typeof eventSchema>;

interface ConsentState {
  readonly answer: "open" | "given" | "declined";
  /** Whether each was agreed to. */
  readonly statements: Readonly<Record<string, boolean>>;
}

/** Informed consent: versioned text in short cards, one box per statement, nothing stored before it. */
export const consentStage = defineStage<
  ConsentConfig,
  ConsentState,
  ConsentCommand,
  ConsentEvent,
  ConsentView
>({
  type: "consent",
  part: "consent",
  configSchema: consentConfigSchema,
  commandSchema,
  eventSchema,
  fields: (config) => [
    ...config.statements.map(({ id }) => ({ name: id, levels: ["true", "false"] })),
    { name: "consent_version", levels: null },
  ],
  endings: () => ["declined"],
  initial: () => ({ answer: "open", statements: {} }),
  decide: (state, command, config) => {
    if (state.answer !== "open") throw rejected(`${command.type}: consent is answered already`, "not-now");
    if (command.type === "consent.declined") return [{ type: "consent.declined" }];
    const known = config.statements.map((statement) => statement.id);
    const unknown = Object.keys(command.statements).find((id) => !known.includes(id));
    if (unknown !== undefined)
      throw rejected(
        `statements: unknown statement ${JSON.stringify(unknown)}, expected one of ${known.join(", ")}`,
        "not-now",
      );
    const left = config.statements.find(
      (statement) => statement.required && command.statements[statement.id] !== true,
    );
    if (left !== undefined)
      throw rejected(`statements.${left.id}: not agreed to, expected agreement to go on`, "consent-missing");
    return [
      {
        type: "consent.given",
        version: config.version,
        statements: Object.fromEntries(known.map((id) => [id, command.statements[id] === true])),
      },
    ];
  },
  evolve: (_, event) =>
    event.type === "consent.given"
      ? { answer: "given", statements: event.statements }
      : { answer: "declined", statements: {} },
  isComplete: (state) => state.answer === "given",
  leaves: (state) => (state.answer === "declined" ? "declined" : null),
  view: (_, config, context, language) => {
    const say = (text: ConsentConfig["cards"][number]["text"]) =>
      textIn(text, language, context.defaultLanguage);
    return {
      type: "consent",
      version: config.version,
      summary: config.summary === undefined ? null : say(config.summary),
      cards: config.cards.map((card) => ({ title: say(card.title), text: say(card.text) })),
      statements: config.statements.map((statement) => ({
        id: statement.id,
        text: say(statement.text),
        required: statement.required,
      })),
    };
  },
  profile: ({ statements }) =>
    Object.fromEntries(Object.entries(statements).map(([id, value]) => [id, { value, missing: null }])),
  rows: (event, _before, _after, at, config, context) => {
    if (event.type === "consent.declined") return [];
    const base = { participantId: context.participantId, scope: config.id, at, missing: null };
    const agreed = config.statements.map((statement) => ({
      ...base,
      field: statement.id,
      value:
        event.statements[statement.id] === true
          ? (statement.value ?? textIn(statement.text, context.defaultLanguage, context.defaultLanguage))
          : "No",
    }));
    return [...agreed, { ...base, field: "consent_version", value: event.version }].map((row) => ({
      table: "answers" as const,
      row,
    }));
  },
  own: {
    section: "consent",
    empty: null,
    counts: null,
    gather: (events) =>
      events.reduce<OwnEntries>(
        (before, { event, at }) =>
          event.type === "consent.given"
            ? { version: event.version, statements: event.statements, at: new Date(at).toISOString() }
            : before,
        null,
      ),
  },
  // Agreements are people's rows; which of them are columns of a dataset is for its coding to say.
  release: () => ({}),
  simulate:
    (_config, { person }) =>
    (view) => [answerConsent(person, view)],
});
