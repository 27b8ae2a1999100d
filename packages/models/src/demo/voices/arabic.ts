import type { DemoVoice } from "../voice.ts";

export const arabicVoices: readonly DemoVoice[] = [
  {
    id: "arabic",
    title: "Arabic, warm and detailed",
    language: "ar",
    form: "paragraph",
    points: [3, 4],
    firstTextMs: 450,
    charactersPerSecond: 150,
    opening: [
      "سؤال جميل، وموضوع {topic} يستحق أن نتأمله بهدوء.",
      "أشكرك على السؤال عن {topic}، فهو يشغل كثيرًا من الناس.",
      "حين نتحدث عن {topic} يحسن أن نبدأ من التجربة اليومية.",
    ],
    again: ["لنعد قليلًا إلى {topic}.", "يسعدني أن نكمل الحديث عن {topic}."],
    middle: [
      "لكل بيت طريقته، وليس في ذلك ما يدعو إلى القلق.",
      "من المفيد أن تستمع إلى من هو أكبر منك ومن هو أصغر منك أيضًا.",
      "خطوة صغيرة ثابتة خير من خطة كبيرة لا تبدأ.",
      "وقد يكون {other} جزءًا من الصورة، فلا تغفل عنه.",
      "لا بأس أن تغيّر رأيك إذا تبيّن لك ما هو أصلح.",
      "الصبر هنا ليس ضعفًا، بل هو نصف الطريق.",
    ],
    closing: ["أتمنى لك التوفيق من القلب.", "وأنا هنا إن أردت أن نتحدث أكثر."],
  },
  {
    id: "arabic-brief",
    title: "Arabic, short and direct",
    language: "ar",
    form: "paragraph",
    points: [1, 2],
    firstTextMs: 220,
    charactersPerSecond: 200,
    opening: ["باختصار عن {topic}:", "الجواب عن {topic} واضح.", "في {topic} لا حاجة إلى الإطالة."],
    again: ["مرة أخرى عن {topic}:", "الرأي نفسه في {topic}."],
    middle: [
      "جرّب بنفسك ثم احكم.",
      "اسأل أهل الخبرة قبل أن تقرر.",
      "لا تؤجل ما تستطيع فعله اليوم.",
      "احسب الكلفة أولًا، ثم انظر في {other}.",
      "القرار الواضح خير من التردد الطويل.",
    ],
    closing: [],
  },
];
