import { fieldName, placesOf, readLocatedYaml, type StudyProblem } from "@refract/core";
import { conversationConfigSchema, plannedConversations } from "../conversation/conversation-config.ts";
import { pageLanguageOf, unreviewedPageLanguages } from "../page-languages.ts";
import { stageConfig } from "../stage.ts";
import { studyFileName } from "../study-file-name.ts";
import type { OpenedStudy } from "./open-study.ts";
import { untitledQuestions } from "./untitled-questions.ts";

/** Fewer answers of each model than this say little about it. */
const fewAnswers = 30;

/** Words that templates leave for others to fill in. */
const leftovers: readonly RegExp[] = [
  /\bYOUR[ _-][A-Z]+/,
  /\b(?:TO[D]O|TBD|FIX[M]E|XXX+)\b/,
  /\bto be filled in\b/i,
  // What the templates that come with Refract say in Arabic.
  /يُستكمل هنا/,
  /\bthe person who gave you this link\b/i,
  /الشخص الذي أرسل إليك هذا الرابط/,
  /\bbitte (?:ausf(?:ü|ue)llen|erg(?:ä|ae)nzen)\b/i,
  /\blorem ipsum\b/i,
  /\bexample\.(?:org|com|net|edu)\b/i,
  /[[<{]\s*(?:your|insert|enter|fill in|name of)\b[^\]>}]*[\]>}]/i,
  /\byour (?:organi[sz]ation|university|institution|department|name|e-?mail)\b\s*(?:here\b|\()/i,
];

/** Ids of the templates that come with Refract. Files with one id are versions of one study. */
const templateIds: ReadonlySet<string> = new Set([
  "prism",
  "prism-2023",
  "pair-arena",
  "survey-distribution",
]);

/**
 * What stands against inviting people to a study that is fine on paper: words of a template that nobody replaced, and too
 * few models or conversations to learn from. Warnings only.
 */
export function reviewStudy(opened: OpenedStudy): readonly StudyProblem[] {
  return [
    ...leftoverId(opened),
    ...leftoverTexts(opened),
    ...consentWarning(opened),
    ...languageWarnings(opened),
    ...modelWarnings(opened),
    ...conversationWarnings(opened),
    ...untitledQuestions(opened),
  ];
}

const englishNames = new Intl.DisplayNames(["en"], { type: "language" });

/** Words that nobody has read are not held back from people; whoever asks them has to know. */
function languageWarnings({ study, placeOf }: OpenedStudy): StudyProblem[] {
  return study.languages.flatMap((language, index): StudyProblem[] => {
    const words = pageLanguageOf(language);
    if (words === null || !unreviewedPageLanguages.includes(words)) return [];
    return [
      {
        ...placeOf(["languages", index]),
        field: `languages[${index}]`,
        message: `no reader of ${englishNames.of(words) ?? words} has checked the pages' own words in it yet, expected you to walk through the study in ${language} before you invite people`,
        severity: "warning",
      },
    ];
  });
}

const modelFields = ["models", "instruction", "parameters", "budget"] as const;

/** Only conversations ask models. */
function modelWarnings({ study, files, placeOf }: OpenedStudy): StudyProblem[] {
  if (study.stages.some(({ type }) => type === "conversation")) return [];
  const { value } = readLocatedYaml(files[studyFileName] ?? "");
  if (typeof value !== "object" || value === null) return [];
  return modelFields
    .filter((field) => Object.hasOwn(value, field))
    .map((field) => ({
      ...placeOf([field]),
      field,
      message: "has no effect: no stage asks models, expected a conversation stage or no such field",
      severity: "warning",
    }));
}

function leftoverId({ study, placeOf }: OpenedStudy): StudyProblem[] {
  if (!templateIds.has(study.id)) return [];
  return [
    {
      ...placeOf(["id"]),
      field: "id",
      message: `"${study.id}" is the id of a template, expected one of your own: it is in every link, and files with one id are versions of one study`,
      severity: "warning",
    },
  ];
}

function leftoverTexts({ files }: OpenedStudy): StudyProblem[] {
  const readable = Object.entries(files).filter(([file]) => /\.(?:ya?ml|json)$/i.test(file));
  return readable.flatMap(([file, text]) => {
    const { value, faults, locate } = readLocatedYaml(text, 5_000_000);
    if (faults.length > 0) return [];
    return textsIn(value).flatMap(({ path, text: found }): StudyProblem[] => {
      const words = leftovers.map((pattern) => pattern.exec(found)?.[0]).find((match) => match !== undefined);
      if (words === undefined) return [];
      return [
        {
          file,
          ...locate(path),
          field: fieldName(path),
          message: `"${words}" is left over from a template, expected your own words`,
          severity: "warning",
        },
      ];
    });
  });
}

/** Places are taken by agreeing, so a panel's people without a consent are not counted either. */
function consentWarning({ study, placeOf }: OpenedStudy): StudyProblem[] {
  const invites = study.entry.panel !== undefined || placesOf(study) !== null;
  if (!invites || study.stages.some(({ type }) => type === "consent")) return [];
  return [
    {
      ...placeOf(["stages"]),
      field: "stages",
      message: "nobody is asked for consent, expected a consent stage before anything else",
      severity: "warning",
    },
  ];
}

function textsIn(
  value: unknown,
  path: readonly PropertyKey[] = [],
): { readonly path: readonly PropertyKey[]; readonly text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key]));
}

function conversationWarnings({ study, placeOf }: OpenedStudy): StudyProblem[] {
  return study.stages.flatMap((stage, index): StudyProblem[] => {
    if (stage.type !== "conversation") return [];
    const config = stageConfig(conversationConfigSchema, stage);
    const warn = (path: readonly PropertyKey[], message: string): StudyProblem => ({
      ...placeOf(["stages", index, ...path]),
      field: `stage ${config.id}: ${fieldName(path)}`,
      message,
      severity: "warning",
    });
    const pool = config.models?.length ?? study.models.length;
    const shown = config.opening.models;
    const { planned, maximum } = plannedConversations(config);
    const counted = config.types.reduce((sum, type) => sum + (type.count ?? 0), 0);
    const people = study.entry.maximumPeople;
    const perModel = people === undefined ? null : Math.floor((people * planned * shown) / pool);
    return [
      ...(shown === 1
        ? [warn(["opening", "models"], "one answer is shown at a time: nothing is compared")]
        : []),
      ...(shown > 1 && pool === shown && config.onFailure === "replace"
        ? [
            warn(
              ["opening", "models"],
              `the pool has ${pool} models and an opening shows ${shown}: a model that fails can't be replaced, and everybody sees the same ones`,
            ),
          ]
        : []),
      ...(counted > maximum
        ? [
            warn(
              ["maximumConversations"],
              `the types ask for ${counted} conversations and nobody has more than ${maximum}`,
            ),
          ]
        : []),
      ...(perModel !== null && perModel < fewAnswers
        ? [
            {
              ...warn(
                [],
                `${people} people give each of ${pool} models about ${perModel} opening answers, expected at least ${fewAnswers} to learn from`,
              ),
              field: "entry.maximumPeople",
              ...placeOf(["entry", "maximumPeople"]),
            },
          ]
        : []),
    ];
  });
}
