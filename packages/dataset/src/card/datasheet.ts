import type { CodebookField } from "../codebook/codebook.ts";
import { countText, markdownText } from "../codebook/markdown-text.ts";
import { type LeftOutCounts, type LeftOutReason, leftOutReasons } from "../manifest/left-out.ts";
import type { CardFacts } from "./dataset-card.ts";

const notStated = "The study file does not say.";

/** Who took part, in the researchers' words, and what people were promised. */
function recruitment({ card, pay }: CardFacts["study"]): string {
  const promised = pay === null ? "" : `Participants were told of their pay: ${markdownText(pay)}`;
  if (card.collection === null) return promised === "" ? notStated : promised;
  return [markdownText(card.collection), promised].filter((part) => part !== "").join(" ");
}

/** The questions of a datasheet for datasets (Gebru et al. 2021), answered from the study file and the counts. */
export function datasheet(facts: CardFacts): string {
  const { study } = facts;
  const { card } = study;
  const stated = (text: string | null) => (text === null ? notStated : markdownText(text));
  const sections: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    [
      "Motivation",
      [
        ["What was the dataset made for?", stated(card.motivation)],
        ["Who made it?", stated(study.organisation)],
      ],
    ],
    [
      "Composition",
      [
        [
          "What does one record stand for?",
          "A participant (survey), a conversation, a response of a model (utterances), a text (metadata). Ids link them.",
        ],
        ["How many are there?", composition(facts)],
        ["Who are the participants?", people(facts)],
        ["Which models answered?", models(facts)],
        ["Is anything missing?", leftOut(facts)],
        ["Could it identify somebody?", privacy(facts)],
        [
          "Could it offend or upset?",
          "Messages are free text of participants and responses are unedited output of models; either can hold offensive or false content. moderation_flag in metadata.jsonl helps to find it where a service was configured.",
        ],
      ],
    ],
    [
      "Collection",
      [
        ["How were the data collected?", collection(facts)],
        ["Who was recruited, and how were they paid?", recruitment(study)],
        ["When?", period(facts)],
        ["Was there an ethical review?", stated(card.ethics)],
      ],
    ],
    [
      "Processing",
      [
        [
          "What was done to the data?",
          `Participants, conversations, turns and responses were renumbered in order of arrival. Empty texts became EMPTY STRING, NUL characters and broken surrogate pairs U+FFFD.${study.surveyFields.some(({ name }) => name === "ethnicity_coded_by") ? " Own words for ethnicity and religion (self_described) are in small letters without punctuation." : ""} Nothing else was changed; derived fields are named in the codebook. Platform ids, addresses and session data are not part of the export.`,
        ],
        ["Were texts checked?", detection(facts)],
      ],
    ],
    [
      "Uses",
      [
        ["What is it meant for?", stated(card.intendedUse)],
        [
          "What should it not be used for?",
          "Do not try to find out who somebody is. Scores are of one person in one conversation: weigh them by who gave them before speaking for a population.",
        ],
      ],
    ],
    [
      "Distribution and maintenance",
      [
        [
          "Under what licence?",
          `What participants wrote and answered: ${markdownText(card.licence)}. What models wrote: ${modelTexts(card.modelTextLicence)}${itemLicences(facts)}`,
        ],
        ["How should it be cited?", stated(card.citation)],
        [
          "Who maintains it, and how are people taken out who ask for it?",
          [stated(card.maintenance), study.contact === null ? "" : `Contact: ${markdownText(study.contact)}`]
            .filter((part) => part !== "")
            .join(" "),
        ],
      ],
    ],
  ];
  return sections
    .map(
      ([title, questions]) =>
        `## ${title}\n\n${questions.map(([question, answer]) => `**${question}** ${answer}\n\n`).join("")}`,
    )
    .join("");
}

function modelTexts(licence: string): string {
  return licence === "other"
    ? "the study file names no licence; the terms of the models' providers hold."
    : `${markdownText(licence)}, besides the terms of their providers.`;
}

/** Items have licences of their own, whatever the answers to them have. */
function itemLicences({ study: { items = [] } }: CardFacts): string {
  const sources = Map.groupBy(items, ({ instrument, licence, texts }) =>
    JSON.stringify([instrument, licence, texts]),
  );
  return [...sources.values()]
    .map(([first]) => {
      if (first === undefined) return "";
      const of = first.instrument === null ? "of the study" : `of ${markdownText(first.instrument)}`;
      const licence = first.licence === null ? "as what participants wrote" : markdownText(first.licence);
      return ` Texts of the items ${of}: ${licence}${first.texts === "withheld" ? "; they are not part of this dataset" : ""}.`;
    })
    .join("");
}

function composition(facts: CardFacts): string {
  const { counts } = facts;
  const subset = counts.balanced_subset;
  const { study } = facts;
  const items =
    study.items === undefined
      ? ""
      : ` ${countText(answersToItems(facts))} answers to ${countText(study.items.length)} items,`;
  return `${countText(counts.participants)} participants (${countText(counts.participants_with_conversations)} with conversations, ${countText(counts.survey_only)} ${study.items === undefined ? "with the survey only" : "without"}),${items} ${countText(counts.conversations)} conversations, ${countText(counts.interactions)} turns, ${countText(counts.utterances)} responses of which ${countText(counts.chosen_utterances)} were chosen, ${countText(counts.texts)} texts. Balanced subset: ${countText(subset.participants)} participants, ${countText(subset.conversations)} conversations, ${countText(subset.utterances)} responses.`;
}

/** Answers that people gave to the items of instruments. */
export function answersToItems({ codebook }: CardFacts): number {
  const responses = codebook.files.find((file) => file.name === "responses.jsonl");
  return responses?.fields.find((field) => field.name === "value")?.counts.present ?? 0;
}

/** The most frequent levels of what people said of themselves. */
function people(facts: CardFacts): string {
  if (facts.mode === "empty") return "Nobody yet.";
  const opening =
    facts.mode === "simulated"
      ? "Nobody: all participants are computer programs."
      : facts.mode === "mixed"
        ? `${countText(facts.counts.participants - facts.counts.simulated_participants)} people and ${countText(facts.counts.simulated_participants)} computer programs.`
        : `${countText(facts.counts.participants)} people.`;
  const survey = facts.codebook.files.find((file) => file.name === "survey.jsonl");
  const shown = ["age", "gender", "education", "location.special_region", "english_proficiency"]
    .map((name) => survey?.fields.find((field) => field.name === name))
    .filter((field) => field !== undefined)
    .map(topLevels)
    .filter((text) => text !== "");
  return [opening, ...shown].join(" ");
}

function topLevels(field: CodebookField): string {
  const levels = (field.counts.levels ?? []).filter((level) => level.count > 0);
  if (levels.length === 0) return "";
  const top = levels.toSorted((a, b) => b.count - a.count).slice(0, 4);
  const name = field.name.replace("location.special_region", "region of birth").replaceAll("_", " ");
  return `${name}: ${top.map((level) => `${markdownText(level.value)} ${countText(level.count)}`).join(", ")}${levels.length > top.length ? ", others fewer" : ""}.`;
}

function models({ study }: CardFacts): string {
  if (study.models.length === 0) return "None.";
  const names = study.models.map((model) => {
    const demo = model.reference.startsWith("demo:") ? " (scripted demo text)" : "";
    return markdownText(model.description.longName ?? model.id) + demo;
  });
  return `${names.join(", ")}. Settings and instruction texts: models.jsonl.`;
}

function cutOff({ truncated_slots }: CardFacts["counts"]): string {
  if (truncated_slots === 0) return "";
  return ` ${countText(truncated_slots)} responses were cut off by the limit on tokens (slots.jsonl, truncated).`;
}

function leftOut({ counts, study }: CardFacts): string {
  const out = counts.left_out;
  const nothing =
    study.items === undefined ? "neither the survey nor a conversation" : "no survey, item or conversation";
  return `Left out: ${countText(out.participants)} who finished ${nothing}, ${countText(out.unfinished_conversations)} unfinished conversations, ${countText(out.unsettled_turns)} turns without a winner, ${reasonsText(out)}and everybody who withdrew. ${countText(counts.failed_slots)} slots got no answer from a model (slots.jsonl).${cutOff(counts)} Every other missing value has a reason (codebook, answers.jsonl).`;
}

const reasonTexts: Readonly<Record<LeftOutReason, string>> = {
  rejected: "whose submission the researchers rejected",
  second_submission: "second submissions of people who are in the data",
  no_consent: "who did not consent",
  not_adult: "under age",
  ended_early: "whose visit ended in the survey (screened out, no place for their kind, failed checks)",
  quality: "who only answered the survey, in a time far below everybody's",
  before_launch: "who came before the launch",
  test_id: "with ids of tests",
};

function reasonsText(out: LeftOutCounts): string {
  return leftOutReasons
    .map((reason) => [out[reason] ?? 0, reasonTexts[reason]] as const)
    .map(([count, text]) => (count === 0 ? "" : `${countText(count)} ${text}, `))
    .join("");
}

function privacy(facts: CardFacts): string {
  const flag = facts.codebook.files
    .find((file) => file.name === "metadata.jsonl")
    ?.fields.find((field) => field.name === "pii_flag");
  const flagged = flag?.counts.levels?.find((level) => level.value === "true")?.count ?? 0;
  const { checked, confirmed } = checkedByHand(facts);
  const byHand =
    checked === 0
      ? "nobody has checked them by hand"
      : `${countText(checked)} texts of people were checked by hand, ${countText(confirmed)} of them hold some (pii_manual_flag)`;
  const found =
    facts.detectors.personalData === null
      ? "Nobody looked for personal data in the texts."
      : `${countText(flagged)} texts hold something with the form of personal data (pii_flag; kinds in detections.jsonl); ${byHand}. Looked at were the texts of metadata.jsonl; other answers in people's own words (other_text, self_described, answers.jsonl, responses.jsonl) were not.`;
  return `Participants have pseudonyms, but rare combinations of answers and what people write of themselves can point to them. ${found}`;
}

function collection(facts: CardFacts): string {
  const design = facts.study.conversations;
  const language = facts.study.languages.map(markdownText).join(", ");
  const done = [
    ...(facts.study.surveyFields.length > 0 ? ["answered a survey"] : []),
    ...(facts.study.items === undefined ? [] : ["answered items of a task (items.jsonl)"]),
    ...(design === null ? [] : ["talked with several models at once"]),
  ];
  const where = `Participants ${done.length === 0 ? "took part" : done.join(", then ")} on pages in these languages: ${language}.`;
  if (design === null) return `${where} Every wording: study.yaml and its files.`;
  const types = design.types.map((type) => markdownText(type.title)).join("; ");
  const judge =
    design.judge.kind === "scale"
      ? `rated each response from ${design.judge.minimum} (${markdownText(design.judge.minimumLabel)}) to ${design.judge.maximum} (${markdownText(design.judge.maximumLabel)}) without knowing which model wrote it`
      : `gave a verdict on ${design.openingResponses === 2 ? "two" : countText(design.openingResponses)} models (${design.judge.options.map((option) => markdownText(option.label)).join(", ")}) without knowing which they were`;
  return `${where} They ${judge}. Kinds of conversation: ${types}. Every wording: study.yaml and its files.`;
}

/** From the first to the last conversation or survey; a simulated clock says nothing. */
function period(facts: CardFacts): string {
  if (facts.mode === "simulated") return "Times in the files are the simulation's own.";
  const days = ["survey.jsonl", "conversations.jsonl"]
    .map((name) => facts.codebook.files.find((file) => file.name === name))
    .map((file) => file?.fields.find((field) => field.name === "generated_datetime")?.counts);
  const firsts = days.map((counts) => counts?.minimum).filter((day) => typeof day === "string");
  const lasts = days.map((counts) => counts?.maximum).filter((day) => typeof day === "string");
  const first = firsts.toSorted()[0];
  const last = lasts.toSorted().at(-1);
  return first === undefined || last === undefined
    ? "Not yet."
    : `${first.slice(0, 10)} to ${last.slice(0, 10)}.`;
}

/** How many texts somebody looked at, and in how many of those personal data were found. */
function checkedByHand({ codebook }: CardFacts): { readonly checked: number; readonly confirmed: number } {
  const counts = codebook.files
    .find((file) => file.name === "metadata.jsonl")
    ?.fields.find((field) => field.name === "pii_manual_flag")?.counts;
  return {
    checked: counts?.present ?? 0,
    confirmed: counts?.levels?.find((level) => level.value === "true")?.count ?? 0,
  };
}

function detection(facts: CardFacts): string {
  const { detectors } = facts;
  const parts = [
    ["language", detectors.language],
    ["personal data", detectors.personalData],
    ["moderation", detectors.moderation],
  ] as const;
  return `Automatically, by ${parts.map(([what, detector]) => `${what}: ${detector === null ? "no detector configured (flags are null)" : markdownText(`${detector.id} ${detector.version}`)}`).join("; ")}. ${checkedByHand(facts).checked === 0 ? "Not by hand." : "Flagged texts of people by hand too."}`;
}
