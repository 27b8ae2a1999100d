import { fieldName, placesOf, readLocatedYaml, type StudyProblem } from "@refract/core";
import { pageLanguageOf, unreviewedPageLanguages } from "../page-languages.ts";
import { studyFileName } from "../study-file-name.ts";
import type { OpenedStudy } from "./open-study.ts";

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
    ...opened.stages.flatMap((stage, index) =>
      stage.review({ ...opened.setting, study: opened.study, placeOf: opened.placeOf, index }),
    ),
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

/** Of what is set for models where no stage asks any. */
function modelWarnings({ stages, files, placeOf }: OpenedStudy): StudyProblem[] {
  if (stages.some(({ asksModels }) => asksModels)) return [];
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
function consentWarning(opened: OpenedStudy): StudyProblem[] {
  const { study, placeOf } = opened;
  const invites = study.entry.panel !== undefined || placesOf(study) !== null;
  if (!invites || opened.stages.some(({ part }) => part === "consent")) return [];
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
