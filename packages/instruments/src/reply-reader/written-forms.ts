import { baseTokens } from "./tokens.ts";

/** Names of the months in languages that count days by them, January first. */
export const monthNames: readonly (readonly string[])[] = [
  "january february march april may june july august september october november december",
  "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
  "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
  "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
  "januar februar märz april mai juni juli august september oktober november dezember",
  "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
  "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
].map((names) => names.split(" ").map((name) => baseTokens(name)[0]?.key ?? name));

/** A day as it is counted. */
interface WrittenDate {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

/** A text in other writings of the same: a date by numbers and in other languages, a number from 10 to 99 in words. */
export function otherWritings(text: string): readonly string[] {
  const date = dateOf(text);
  if (date !== null) return writingsOfDate(date);
  const number = /^\s*(\d{2})\s*$/u.exec(text)?.[1];
  return number === undefined || Number(number) < 10 ? [] : wordsOfNumber(Number(number));
}

/** The day that a text is: "14 July 1789", "July 14, 1789", "1789-07-14". Null where it is none, or the order of its numbers is open. */
function dateOf(text: string): WrittenDate | null {
  const keys = baseTokens(text).flatMap(({ kind, key }) =>
    kind === "word" && !/^(?:of|the|de|del|von|年|月|日|년|월|일)$/u.test(key)
      ? [key.replace(/^(\d{1,2})(?:st|nd|rd|th|er|º)$/u, "$1")]
      : [],
  );
  const [first = "", second = "", third = ""] = keys;
  if (keys.length !== 3) return null;
  if (/^\d{4}$/.test(first)) return dateFrom(Number(first), Number(second), Number(third));
  if (!/^\d{4}$/.test(third)) return null;
  const isMonthFirst = !/^\d/.test(first);
  const [name, day] = isMonthFirst ? [first, second] : [second, first];
  const month = monthNames.map((names) => names.indexOf(name)).find((place) => place !== -1);
  return month === undefined ? null : dateFrom(Number(third), month + 1, Number(day));
}

function dateFrom(year: number, month: number, day: number): WrittenDate | null {
  const isDate = [year, month, day].every(Number.isInteger) && month >= 1 && month <= 12;
  return isDate && day >= 1 && day <= 31 ? { year, month, day } : null;
}

function writingsOfDate({ year, month, day }: WrittenDate): readonly string[] {
  const padded = (value: number) => String(value).padStart(2, "0");
  const named = monthNames.map((names) => `${day} ${names[month - 1] ?? ""} ${year}`);
  const counted = [
    [String(day), String(month)],
    [padded(day), padded(month)],
  ].flatMap(([days, months]) => [
    `${year}-${months}-${days}`,
    `${days}-${months}-${year}`,
    `${months}-${days}-${year}`,
  ]);
  return [...named, ...counted, `${year}年${month}月${day}日`, `${year}년 ${month}월 ${day}일`];
}

const english = {
  tens: "ten twenty thirty forty fifty sixty seventy eighty ninety".split(" "),
  ones: "one two three four five six seven eight nine".split(" "),
  teens: "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" "),
};
const spanish = {
  tens: "diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(" "),
  ones: "uno dos tres cuatro cinco seis siete ocho nueve".split(" "),
  teens: "once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve".split(" "),
  twenties:
    "veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve".split(
      " ",
    ),
};
const arabic = {
  tens: "عشرة عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split(" "),
  ones: "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة".split(" "),
  teens: [
    "أحد عشر",
    "اثنا عشر",
    "ثلاثة عشر",
    "أربعة عشر",
    "خمسة عشر",
    "ستة عشر",
    "سبعة عشر",
    "ثمانية عشر",
    "تسعة عشر",
  ],
};
/** Hindi has a word of its own for each number; 10 to 99. */
const hindi = (
  "दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस " +
  "बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस " +
  "तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस " +
  "चालीस इकतालीस बयालीस तैंतालीस चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास " +
  "पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ " +
  "साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर " +
  "सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी " +
  "अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी " +
  "नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे"
).split(" ");

/** A number from 10 to 99 in English, Spanish, Arabic, Hindi, Chinese and Korean words. */
function wordsOfNumber(number: number): readonly string[] {
  const [ten, one] = [Math.floor(number / 10), number % 10];
  const word = (words: readonly string[], place: number) => words[place - 1] ?? "";
  const joined = (
    { tens, ones, teens }: Readonly<Record<"tens" | "ones" | "teens", readonly string[]>>,
    join: (tens: string, ones: string) => string,
  ) => (one === 0 ? word(tens, ten) : ten === 1 ? word(teens, one) : join(word(tens, ten), word(ones, one)));
  const counted = (digits: string, sign: string) =>
    `${ten === 1 ? "" : digits[ten - 1]}${sign}${one === 0 ? "" : digits[one - 1]}`;
  return [
    joined(english, (tens, ones) => `${tens}-${ones}`),
    ten === 2 && one > 0 ? word(spanish.twenties, one) : joined(spanish, (tens, ones) => `${tens} y ${ones}`),
    joined(arabic, (tens, ones) => `${ones} و${tens}`),
    hindi[number - 10] ?? "",
    counted("一二三四五六七八九", "十"),
    counted("일이삼사오육칠팔구", "십"),
  ].filter((words) => words !== "");
}
