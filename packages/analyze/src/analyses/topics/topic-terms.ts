import { ara, ben, ell, fas, heb, hin, hye, mar, rus, ukr, urd } from "stopword";
import english from "./stop-words.json" with { type: "json" };

/** Lists of languages in scripts other than English's, whose words are none of its own; other Latin lists would take English words. */
const otherScripts = [ara, ben, ell, fas, heb, hin, hye, mar, rus, ukr, urd];
const stopWords: ReadonlySet<string> = new Set([...english.words, ...otherScripts.flat()]);

/** Words of two letters or digits and more in lower case, as scikit-learn's CountVectorizer finds them. */
function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
}

/** Words without stop words, and pairs of those that follow each other. */
function termsOf(words: readonly string[]): readonly string[] {
  const telling = words.filter((word) => !stopWords.has(word));
  return [...telling, ...telling.slice(1).map((word, place) => `${telling[place] ?? ""} ${word}`)];
}

/**
 * The most typical words and pairs of words of each topic, by class-based tf-idf over the joined text of a topic:
 *
 *     count of the term in the topic / words of the topic x ln(number of texts / count of the term in all topics)
 *
 * Outliers (-1) are a class like the others. Ties go by the alphabet. Stop words are scikit-learn's English
 * ones, as in the paper, and those of languages in other scripts; those of other Latin scripts stay, for many are English words of meaning.
 *
 * Source: Grootendorst (2022), arXiv 2203.05794; as in Kirk et al. (2024), spec prism-analysis section 3.
 *
 * @param labels topic of each text
 * @returns up to `count` terms a topic, most typical first
 */
export function topicTerms(
  texts: readonly string[],
  labels: ArrayLike<number>,
  count = 10,
): ReadonlyMap<number, readonly string[]> {
  const wordsOfTopic = new Map<number, string[]>();
  for (const [place, text] of texts.entries()) {
    const topic = labels[place] ?? -1;
    const words = wordsOfTopic.get(topic) ?? [];
    for (const word of wordsOf(text)) words.push(word);
    wordsOfTopic.set(topic, words);
  }
  const counts = new Map(
    Array.from(wordsOfTopic, ([topic, words]) => [topic, countsOf(termsOf(words))] as const),
  );
  const totals = new Map<string, number>();
  for (const terms of counts.values()) {
    for (const [term, times] of terms) totals.set(term, (totals.get(term) ?? 0) + times);
  }
  return new Map(
    Array.from(counts, ([topic, terms]) => {
      const words = wordsOfTopic.get(topic)?.length ?? 1;
      const weighted = Array.from(terms, ([term, times]) => ({
        term,
        weight: (times / words) * Math.log(texts.length / (totals.get(term) ?? 1)),
      }));
      weighted.sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1));
      return [topic, weighted.slice(0, count).map(({ term }) => term)] as const;
    }),
  );
}

function countsOf(terms: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
