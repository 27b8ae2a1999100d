import { readFile } from "node:fs/promises";
import { pageLanguages } from "@refract/collect/browser";
import { expect, test } from "vitest";
import { languageOfText } from "./language-of-text.ts";

const samples: readonly (readonly [string, string])[] = [
  ["en", "There is no answer that would be right for everybody, and that is what makes the question hard."],
  [
    "de",
    "Loyalität ist nicht immer eine Tugend, und wenn sie mit der Wahrheit in Konflikt gerät, ist das schwierig.",
  ],
  [
    "fr",
    "La loyauté est une vertu pour beaucoup de gens, mais elle ne doit pas être aveugle dans les cas graves.",
  ],
  [
    "es",
    "La lealtad es una virtud para muchas personas, pero no debe ser ciega cuando la verdad está en juego.",
  ],
  [
    "pt",
    "A lealdade é uma virtude para muitas pessoas, mas não deve ser cega quando a verdade está em jogo, você não acha?",
  ],
  ["sw", "Uaminifu ni jambo zuri kwa watu wengi, lakini si katika kila hali, na ni lazima kuwa makini sana."],
  ["it", "La lealtà è una virtù per molte persone, ma non deve essere cieca, anche se questo è difficile."],
  [
    "nl",
    "Loyaliteit is niet altijd een deugd, maar het is wel iets dat mensen met elkaar verbindt en dat telt.",
  ],
  ["tr", "Sadakat bir erdem olarak çok önemlidir ama her zaman için doğru değil, bu da daha zor bir soru."],
  ["ar", "الولاء فضيلة عند كثير من الناس، لكنه لا يكون أعمى في الحالات الصعبة."],
  ["fa", "وفاداری برای بسیاری از مردم یک فضیلت است، اما همیشه آسان نیست."],
  ["ur", "وفاداری بہت سے لوگوں کے لیے ایک خوبی ہے۔"],
  ["hi", "निष्ठा बहुत से लोगों के लिए एक गुण है, लेकिन यह हर स्थिति में सही नहीं है।"],
  ["ja", "忠誠心は多くの人にとって美徳です。"],
  ["zh", "忠诚对许多人来说是一种美德，但并不总是正确的。"],
  ["ko", "충성은 많은 사람에게 미덕입니다."],
  ["ru", "Верность — это добродетель, но мы не всегда можем быть верны всем сразу, это сложный вопрос."],
  ["uk", "Вірність є чеснотою, але її не завжди можна зберегти."],
  ["el", "Η πίστη είναι αρετή."],
  ["th", "ความภักดีเป็นคุณธรรม"],
];

test.each(samples)("a text in %s is told", (language, text) => {
  expect(languageOfText(text)).toBe(language);
});

test.each([
  "",
  "42",
  "OK",
  "Hello",
  "No",
  "Paris, London, Berlin",
  "def f(x): return x + 1",
  "忠誠",
  "سلام",
  "Наша мова",
  // Kazakh and Belarusian have letters of Russian too
  "Бұл сұраққа дұрыс жауап жоқ, әркімнің өз пікірі бар және ол ыңғайлы.",
  "Вернасць — гэта добрая якасць, але яна не заўсёды мэтазгодная для ўсіх.",
  "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt",
  "Kesetiaan adalah kebaikan bagi banyak orang dan tidak selalu mudah untuk dijalani.",
  "A lealdade é unha virtude para moitas persoas.",
  "the der le el",
])("a text that leaves a doubt is not: %s", (text) => {
  expect(languageOfText(text)).toBeNull();
});

test("the pages' own longer sentences are told for what they are, or not at all", async () => {
  for (const language of pageLanguages) {
    const file = await readFile(new URL(`./${language}.json`, import.meta.url), "utf8");
    const { consent, landing, receipt, ending, refusal } = JSON.parse(file);
    for (const part of [consent, landing, receipt, ending, refusal])
      for (const text of Object.values<string>(part))
        expect([language, null], text).toContain(languageOfText(text));
  }
});

test("a text that grows keeps its language, and a foreign word within it changes nothing", () => {
  const [, english] = samples[0] ?? ["", ""];
  const long = `${english} `.repeat(20);
  expect(languageOfText(`${long}忠誠心は多くの人にとって美徳です。`)).toBe("en");
  expect(languageOfText("그는 Linux와 Windows를 모두 사용하는 사람이라고 말했습니다.")).toBe("ko");
});
