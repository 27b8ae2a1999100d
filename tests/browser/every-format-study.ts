/** A grey square of one pixel. */
const picture =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNgYPj/HwADAgH/p8vZ5QAAAABJRU5ErkJggg==";

/** A study of one task with an item of every format, in English and Arabic, in the order listed. */
export const everyFormatStudy = `refract: 1
id: every-format
title: {en: Every kind of question, ar: كل أنواع الأسئلة}
languages: [en, ar]
stages:
  - id: consent
    type: consent
    title: {en: Taking part, ar: المشاركة}
    version: "1"
    cards: [{title: {en: Good to know, ar: من الجيد أن تعرف}, text: {en: There are no right answers., ar: لا توجد إجابات صحيحة.}}]
    statements: [{id: consent, text: {en: I agree to take part., ar: أوافق على المشاركة.}}]
  - id: items
    type: task
    title: {en: Daily life, ar: الحياة اليومية}
    instruction:
      en: Say how things are **where you live**. Your first thought is fine.
      ar: قل كيف هي الأمور **حيث تعيش**. تكفي أول فكرة تخطر لك.
    itemOrder: as-listed
    optionOrder: as-listed
    perPerson: 20
    maySkip: true
    optOuts: [{id: unsure, text: {en: I don't know, ar: لا أعرف}}]
    items:
      - id: choice
        question: {en: When do most people eat their main meal?, ar: متى يتناول معظم الناس وجبتهم الرئيسية؟}
        format:
          kind: choice
          options:
            - {id: morning, text: {en: In the morning, ar: في الصباح}}
            - {id: noon, text: {en: "Around noon, often together with the family or with people from work", ar: عند الظهر مع العائلة أو زملاء العمل في كثير من الأحيان}}
            - {id: evening, text: {en: In the evening, ar: في المساء}}
      - id: several
        question: {en: Which of these are eaten for breakfast?, ar: أي من هذه يؤكل على الفطور؟}
        format:
          kind: several
          options: [{id: bread, text: {en: Bread, ar: خبز}}, {id: rice, text: {en: Rice, ar: أرز}}, {id: soup, text: {en: Soup, ar: حساء}}]
      - id: true-false
        stimulus:
          - {kind: text, text: {en: "A guest arrives an hour late.\\nNobody says a word about it.", ar: "يصل ضيف متأخرًا ساعة.\\nولا يقول أحد شيئًا."}}
          - {kind: image, mediaType: image/png, data: ${picture}, description: A grey square}
        question: {en: Guests may come an hour late., ar: يجوز أن يتأخر الضيوف ساعة.}
        format: {kind: true-false}
      - id: likert
        question: {en: Children should decide for themselves what they wear., ar: ينبغي أن يقرر الأطفال بأنفسهم ما يلبسون.}
        format:
          kind: likert
          options:
            - {id: "1", text: {en: Strongly disagree, ar: لا أوافق بشدة}}
            - {id: "2", text: {en: Disagree, ar: لا أوافق}}
            - {id: "3", text: {en: Neutral, ar: محايد}}
            - {id: "4", text: {en: Agree, ar: أوافق}}
            - {id: "5", text: {en: Strongly agree, ar: أوافق بشدة}}
      - id: vas
        question: {en: How noisy is your street?, ar: ما مدى ضجيج شارعك؟}
        format: {kind: vas, low: {en: Silent, ar: هادئ}, high: {en: Deafening, ar: يصمّ الآذان}}
      - id: number
        question: {en: How many people live in a usual household?, ar: كم شخصًا يعيش في بيت عادي؟}
        format: {kind: number, minimum: 1, maximum: 30, whole: true, unit: {en: people, ar: أشخاص}}
      - id: text
        question: {en: What do people drink with their meal?, ar: ماذا يشرب الناس مع الطعام؟}
        format: {kind: text}
      - id: long
        question: {en: Describe a usual Sunday., ar: صف يوم أحد عاديًا.}
        format: {kind: text, long: true}
      - id: slots
        question: {en: Name dishes that everybody knows., ar: اذكر أطباقًا يعرفها الجميع.}
        format: {kind: text, slots: 3}
      - id: ranking
        question: {en: What matters most in a neighbour?, ar: ما أهم ما في الجار؟}
        format:
          kind: ranking
          options:
            - {id: quiet, text: {en: That it is quiet next door, ar: أن يكون هادئًا}}
            - {id: help, text: {en: That help is given and taken, ar: أن يساعد ويُساعَد}}
            - {id: talk, text: {en: That there is time to talk, ar: أن يكون هناك وقت للحديث}}
            - {id: order, text: {en: That the stairs are clean, ar: أن يكون الدرج نظيفًا}}
      - id: arabic
        question: {en: May one refuse a second cup of tea?, ar: هل يجوز رفض كوب شاي ثانٍ؟}
        format: {kind: true-false}
  - {id: end, type: end}
`;

/** A study in English whose one item, of an instrument that warns of its content, is in Arabic. */
export const foreignItemStudy: Readonly<Record<string, string>> = {
  "study.yaml": `refract: 1
id: foreign-item
title: Items in their own language
languages: [en]
stages:
  - {id: items, type: task, instrument: made-up, items: records, mayGoBack: false, contentConfirmed: true}
  - {id: end, type: end}
`,
  "records.made-up.json": JSON.stringify({
    refract: "task-items/1",
    instrument: {
      id: "made-up",
      version: 1,
      title: "Made up",
      licence: "CC0-1.0",
      citation: "none",
      contentWarning: "Some items speak of quarrels between neighbours.",
    },
    dataVersion: "1",
    synthetic: true,
    problems: [],
    items: [
      {
        id: "street",
        group: "street",
        language: "ar",
        stimulus: [{ kind: "text", text: "يتشاجر الجيران كل ليلة." }],
        question: "ما مدى ضجيج هذا الشارع؟",
        format: { kind: "vas", minimum: 0, maximum: 100, low: "هادئ", high: "يصمّ الآذان" },
        optOuts: [{ id: "unsure", text: "لا أعرف" }],
        attributes: {},
      },
    ],
  }),
};
