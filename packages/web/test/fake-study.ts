import type { Landing, SurveyView } from "@refract/collect/browser";

/** Texts of a made-up study in two languages. */
export const studyTexts: Landing["study"]["texts"] = {
  en: {
    title: "What should a language model say?",
    description:
      "You answer a short survey about yourself and then talk with several language models, side by side and without their names. You say which answers serve you.",
    organisation: "Institute for Made-up Studies",
    pay: "9.90 pounds, paid within three days",
    contact: "study@example.org",
    otherLanguages: [],
  },
  ar: {
    title: "ماذا ينبغي أن يقول النموذج اللغوي؟",
    description:
      "تجيب عن استبيان قصير عنك، ثم تتحدث مع عدة نماذج لغوية جنبًا إلى جنب ومن دون أسمائها. وتقول أي الإجابات تفيدك.",
    organisation: "معهد الدراسات المُختلَقة",
    pay: "9.90 جنيهات، تُدفع خلال ثلاثة أيام",
    contact: "study@example.org",
    otherLanguages: [],
  },
};

export const inLanguage = (language: string, english: string, arabic: string): string =>
  language === "ar" ? arabic : english;

export const consentCards = (language: string) => [
  {
    title: inLanguage(language, "What happens", "ما الذي سيحدث"),
    text: inLanguage(
      language,
      "A survey of about ten minutes, then up to **six conversations**. You can stop at any time.",
      "استبيان لنحو عشر دقائق، ثم ما يصل إلى **ست محادثات**. يمكنك التوقف في أي وقت.",
    ),
  },
  {
    title: inLanguage(language, "What is kept", "ما الذي يُحفظ"),
    text: inLanguage(
      language,
      "Your answers, ratings and messages, under a number. Your participant id is kept apart and is never published.\n\n- no e-mail address\n- no IP address",
      "إجاباتك وتقييماتك ورسائلك، تحت رقم. يُحفظ رقم مشاركتك منفصلًا ولا يُنشر أبدًا.\n\n- لا عنوان بريد إلكتروني\n- لا عنوان IP",
    ),
  },
  {
    title: inLanguage(language, "What may be unpleasant", "ما قد يكون مزعجًا"),
    text: inLanguage(
      language,
      "Models can say wrong or hurtful things. You never have to go on.",
      "قد تقول النماذج أشياء خاطئة أو جارحة. لست مضطرًا إلى المتابعة أبدًا.",
    ),
  },
];

export const surveyDefinition = (language: string): SurveyView["definition"] => {
  const say = (english: string, arabic: string) => inLanguage(language, english, arabic);
  return {
    locale: language,
    pages: [
      {
        name: "familiarity",
        title: say("You and language models", "أنت والنماذج اللغوية"),
        elements: [
          {
            type: "html",
            name: "intro",
            html: say(
              "Answer as it is for you. There is no *right* answer. <script>alert(1)</script>",
              "أجب كما هو الحال بالنسبة إليك. لا توجد إجابة *صحيحة*.",
            ),
          },
          {
            type: "radiogroup",
            name: "lm_familiarity",
            title: say("How familiar are you with language models?", "ما مدى معرفتك بالنماذج اللغوية؟"),
            isRequired: true,
            choices: [
              { value: "Not familiar at all", text: say("Not familiar at all", "لا أعرفها إطلاقًا") },
              { value: "Somewhat familiar", text: say("Somewhat familiar", "أعرفها إلى حد ما") },
              { value: "Very familiar", text: say("Very familiar", "أعرفها جيدًا") },
            ],
          },
          {
            type: "checkbox",
            name: "lm_usecases",
            title: say("What do you use them for?", "فيمَ تستخدمها؟"),
            visibleIf: "{lm_familiarity} anyof ['Somewhat familiar', 'Very familiar']",
            showOtherItem: true,
            otherText: say("Something else", "شيء آخر"),
            choices: [
              { value: "research", text: say("Looking things up", "البحث عن معلومات") },
              { value: "writing", text: say("Help with writing", "المساعدة في الكتابة") },
              { value: "code", text: say("Programming", "البرمجة") },
            ],
          },
        ],
      },
      {
        name: "preferences",
        title: say("What matters to you", "ما يهمك"),
        description: say(
          "Put a mark on every line, wherever it is right for you.",
          "ضع علامة على كل خط حيث تراه مناسبًا.",
        ),
        elements: [
          {
            type: "scales",
            name: "stated_prefs",
            title: say("It is important that a language model …", "من المهم أن يكون النموذج اللغوي …"),
            isRequired: true,
            minText: say("Strongly disagree", "لا أوافق بشدة"),
            maxText: say("Strongly agree", "أوافق بشدة"),
            showOtherRow: true,
            otherRowText: say("Something else that matters", "شيء آخر مهم"),
            rows: [
              { value: "values", text: say("reflects my values", "يعكس قيمي") },
              { value: "factuality", text: say("says what is true", "يقول ما هو صحيح") },
            ],
          },
          {
            type: "comment",
            name: "self_description",
            title: say(
              "What do you live by? Two to five sentences.",
              "ما المبادئ التي تعيش وفقها؟ جملتان إلى خمس جمل.",
            ),
            isRequired: true,
          },
        ],
      },
      {
        name: "demographics",
        title: say("A little about you", "قليل عنك"),
        elements: [
          {
            type: "dropdown",
            name: "age",
            title: say("How old are you?", "كم عمرك؟"),
            isRequired: true,
            choices: [
              { value: "18-24 years old", text: say("18 to 24", "18 إلى 24") },
              { value: "25-34 years old", text: say("25 to 34", "25 إلى 34") },
              { value: "Prefer not to say", text: say("Prefer not to say", "أفضل عدم القول") },
            ],
          },
          {
            type: "text",
            name: "religion",
            title: say("Which religion, if any?", "ما ديانتك، إن وُجدت؟"),
            placeholder: say("In your own words", "بكلماتك"),
          },
          {
            type: "boolean",
            name: "english",
            title: say("Do you read English every day?", "هل تقرأ الإنجليزية يوميًا؟"),
            labelTrue: say("Yes", "نعم"),
            labelFalse: say("No", "لا"),
          },
          {
            type: "rating",
            name: "trust",
            title: say("How far do you trust them?", "إلى أي مدى تثق بها؟"),
            minRateDescription: say("not at all", "إطلاقًا"),
            maxRateDescription: say("completely", "تمامًا"),
          },
        ],
      },
    ],
  };
};

const english = [
  "Loyalty is a virtue when it is **given with open eyes**. It asks you to stand by people when that costs you something, and to tell them the truth when they would rather not hear it.",
  "It depends! Some would say *yes*, others would say *no*. Here are a few things to weigh:\n\n1. Who are you loyal to?\n2. What does it cost others?\n3. Would you want the same from them?\n\nIn the end it is your choice.",
  "Often, yes.",
  "I think loyalty is overrated. What matters is fairness, and fairness sometimes means leaving. See [a long discussion](https://example.org/loyalty) for more. ![a picture](https://example.org/p.png) <b>Bold claims</b> need care, though.",
];
const arabic = [
  "الولاء فضيلة عندما **يُمنح بعينين مفتوحتين**. فهو يطلب منك أن تقف مع الناس حين يكلفك ذلك شيئًا، وأن تقول لهم الحقيقة حين لا يودون سماعها.",
  "الأمر يعتمد! سيقول بعضهم *نعم* وآخرون *لا*. إليك ما يستحق النظر:\n\n1. لمن ولاؤك؟\n2. ماذا يكلف الآخرين؟\n3. هل تريد منهم مثله؟\n\nوفي النهاية القرار لك.",
  "غالبًا، نعم.",
  "أظن أن الولاء يُعطى أكثر من قدره. المهم هو العدل، والعدل يعني أحيانًا الرحيل.",
];

export const answerTexts = (language: string): readonly string[] => (language === "ar" ? arabic : english);
