import { sentenceEnd } from "./clause-signs.ts";
import type { Node } from "./mentions.ts";
import type { Place } from "./places.ts";

/** How a reply goes on behind a yes that takes up the request and does not answer it, as words are compared. */
const offer = new RegExp(
  `^(?:of course |sure |absolutely |certainly |por supuesto |claro |물론 |물론입니다 |بالطبع |بالتاکید |ज़रूर |बिल्कुल |当然 |好的? )*(?:${[
    "(?:i|we) (?:can|could|will|would love to|am happy to) (?:definitely |certainly |gladly |try to )?(?:help|assist|explain|answer|try|do that|provide|walk|take a look|look into|clarify)",
    "(?:i'd|i would|i'm|i am|we'd) (?:be )?(?:happy|glad|pleased|delighted|love|here) to",
    "i'll (?:be|help|do|try|explain|walk|take|answer|gladly|happily)|let me|(?:happy|glad) to|how can i|how may i|what (?:is|are|would|can) (?:your|you|i)",
    "(?:te|le|os) (?:ayudo|explico|cuento|respondo)|(?:puedo|podría|voy a|podemos) (?:ayudar|explicar|responder|intentar)|con (?:mucho )?gusto|déjame|permíteme|permítame|aquí (?:tienes|tiene|está)|encantad[oa] de|en qué",
    "(?:제가 |기꺼이 |그것을 |그 부분을? |그건 |이에 대해 |그에 대해 |\\S+ )?(?:도와|설명|알려|답변|답|안내|말씀)\\S* ?(?:드리|해 ?드리|드릴|하겠|할게)",
    "(?:我|让我|由我|我们) ?(?:很|非常)? ?(?:来|可以|会|能|乐 意|愿 意|帮)|让 我|下 面",
    "(?:یمکننی|استطیع|بامکانی|یسعدنی|ساقوم|ساساعدک|ساشرح|دعنی|الیک|بکل سرور|سوف اشرح|کیف یمکننی|اود ان)",
    "(?:मैं (?:\\S+ ){0,5}(?:मदद|सहायता|समझा\\S*|बता\\S*|कोशिश|जवाब दे))|आइए|चलिए|यहाँ|मुझे (?:खुशी|ख़ुशी)",
  ].join("|")})`,
  "u",
);

/** Whether a reply that begins with yes goes on to offer help in the same sentence: "Yes, I can help with that!". */
export function offersHelp(nodes: readonly Node[], { span }: Place): boolean {
  const rest: string[] = [];
  for (let at = span.to + 1; at < span.to + 16; at += 1) {
    const node = nodes[at];
    if (node === undefined || node.kind === "line") break;
    // "Sí, te explico: …" answers
    if (/^[:：]$/u.test(node.text)) return false;
    if (sentenceEnd.test(node.text)) break;
    if (node.kind === "word") rest.push(node.key);
  }
  return offer.test(rest.join(" "));
}
