/** Words too common to be what a prompt is about, in the languages of the voices. */
const commonWords = new Set(
  (
    "about above after again against also another because been before being below between both could does doing down during each from further have having here into itself just like made make many might more most much must need only other over please really same should some such tell than that their them then there these they thing things think this those through under until very want well were what when where which while will with would write your yours " +
    "and any are bad best better but can day did feel for get good got had has her him his how important its know let may not now one our out people person say see she the two use was way who why yes you " +
    "acerca algo algunas algunos ante aquel aunque cada como cómo con contra cual cuál cuando cuándo del desde donde dónde entre era eres esa ese eso esta está este esto estos estoy hacer hacia hasta hay las los más mejor mucho muy nada nos nosotros otra otro para pero porque por puedo puede qué que quien quiero ser sin sobre son soy sus también tengo tiene todo todos una unas uno unos usted " +
    "alors après aussi autre avant avec avoir beaucoup bien cela ces cet cette ceux chaque comme comment contre dans depuis des donc elle elles encore entre est être faire fait faut ils leur leurs mais mes moi moins mon nous par parce pas pendant peut plus pour pourquoi pouvez puis quand que quel quelle quelles quels qui quoi sans ses son sont sous sur tous tout toute toutes très une veux votre vous " +
    "إلى التي الذي الذين أكثر أين أنا أنت إن أن أو أي بعد بعض بين تحت ثم حتى حول حين خلال ذلك عليه على عليها عن عند غير في فيه قبل قد كان كانت كل كما كيف لأن لكن لقد لم لماذا لن ليس ما ماذا مثل مع من منذ نحن هذا هذه هل هم هنا هناك هو هي وأن وهو وهي يجب يكون يمكن"
  ).split(" "),
);

/**
 * Up to two words of a prompt that say what it is about: the longest that are not common, the longest first; ties
 * keep the order of the prompt. Lower case except where the prompt has a name in the middle of a sentence.
 */
export function topicWords(prompt: string): readonly string[] {
  const words = [...prompt.slice(0, 4_000).matchAll(/\p{L}[\p{L}\p{M}'’-]*/gu)].map((match) => ({
    word: match[0],
    begins: /(^|[.!?؟¿¡:\n]\s*)$/.test(prompt.slice(0, match.index)),
  }));
  const seen = new Set<string>();
  const candidates = words.flatMap(({ word, begins }) => {
    const shown = begins ? word.toLowerCase() : word;
    const key = word.toLowerCase();
    if (seen.has(key) || commonWords.has(key) || [...word].length < 3) return [];
    seen.add(key);
    return [shown.slice(0, 40)];
  });
  return candidates.toSorted((a, b) => [...b].length - [...a].length).slice(0, 2);
}
