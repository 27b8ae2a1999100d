import type { Node } from "./mentions.ts";

/** Whether a word that can judge judges nothing where it stands: it describes a noun, is a name, or says what the reply should not do. */
export function isNoJudgement(nodes: readonly Node[], at: number): boolean {
  return (
    deniesJudgement(nodes, at) ||
    isQuotedName(nodes, at) ||
    isSelfDenial(nodes, at) ||
    isAttribute(nodes, at) ||
    isName(nodes, at)
  );
}

const isCapitalised = (node: Node | undefined): boolean =>
  node?.kind === "word" && /^\p{Lu}/u.test(node.text);

/** Words that follow a judgement, not what it is a word of: "True for the most part". */
const afterJudgement = new RegExp(
  `^(?:${[
    "is|it|its|it's|as|in|on|for|but|and|or|nor|so|to|at|by|if|of|the|a|an|not|only|with|from|into|once|when|then|than|also|too|here|now|still|yet|most|both|all|no|yes|even|just|per|via|upon|over",
    "i|i'm|we|you|he|she|they|this|that|these|those|my|our|your|their|his|her|see|can|will|may|does|do|has|had|have|was|were|are|been|be|ok|okay|sir|ever|till|more|less|much|very|said|say|one|ones",
    "because|since|under|given|though|although|unless|until|according|based|within|regardless|despite|considering|assuming|enough|indeed|where|while|whenever|statement|claim|except|among|during|after|before|about|please|thanks|overall|today|again|always|without|between|across|throughout|everywhere|anyway",
    "porque|según|aunque|cuando|siempre|para|como|pero|parce|selon|car|mais|weil|denn|aber|karena|por|pues|ya|en|es|la|el|lo|de|du|le|les|un|una",
  ].join("|")})$`,
  "u",
);

/** Hindi and others deny behind a judgement with a word for "no" too: "गलत नहीं, बल्कि सही". */
function deniesJudgement(nodes: readonly Node[], at: number): boolean {
  const [judgement, node] = [nodes[at - 1], nodes[at]];
  // "कोई दिक्कत नहीं": there is none of something
  const next = nodes[at + 1];
  const isLast = next?.kind !== "word" || (next.kinds.has("link") && nodes[at + 2]?.kind !== "word");
  if (node?.text === "नहीं" && isLast && nodes.slice(Math.max(at - 4, 0), at).some(({ key }) => key === "कोई"))
    return true;
  return (
    node?.kinds.has("notbut") === true &&
    judgement?.mention?.kind === "word" &&
    !judgement.kinds.has("yes") &&
    !judgement.kinds.has("no")
  );
}

/** "The song 'Yes Sir'" names something. */
function isQuotedName(nodes: readonly Node[], at: number): boolean {
  const [before, quote, node, next] = [nodes[at - 2], nodes[at - 1], nodes[at], nodes[at + 1]];
  return (
    /^(?:Yes|No|True|False)$/u.test(node?.text ?? "") &&
    /^["'“‘«]$/u.test(quote?.text ?? "") &&
    before?.kind === "word" &&
    isCapitalised(next) &&
    next?.mention === null
  );
}

/** Words for judging, of which one says that it is not proper for oneself. */
const judging =
  /^(?:फ़ैसला|फैसला|निर्णय|राय|टिप्पणी|जवाब|उत्तर|कहना|बताना|न्याय|तय|판단.*|답.*|말.*|평가.*|의견.*|judge|say|decide|answer|comment|opinar|juzgar|decidir|responder|opinion)$/u;
const oneself = /^(?:मेरे|मेरा|मुझे|제가|me|mí|mi|저는|저로서는)$/u;

/** "मेरे लिए फ़ैसला करना ठीक नहीं", "it is not appropriate for me to judge", "我不能这样做": what a reply itself should not do is no judgement. */
function isSelfDenial(nodes: readonly Node[], at: number): boolean {
  const node = nodes[at];
  if (
    node === undefined ||
    !(node.kinds.has("unacceptable") || node.kinds.has("acceptable") || node.kinds.has("no"))
  )
    return false;
  if (/^不(?:能|可以)/u.test(node.text)) return nodes[at - 1]?.text === "我" && /[做]$/u.test(node.text);
  const near = nodes.slice(Math.max(at - 8, 0), at + 9).filter(({ kind }) => kind === "word");
  return (
    near.some(({ key }) => oneself.test(key)) &&
    near.some(({ key, mention }) => mention === null && judging.test(key)) &&
    !node.kinds.has("no")
  );
}

/** "The band Yes released an album": a capital in the midst of a sentence. */
function isName(nodes: readonly Node[], at: number): boolean {
  const [previous, node, next] = [nodes[at - 1], nodes[at], nodes[at + 1]];
  return (
    /^(?:Yes|No|True|False)$/u.test(node?.text ?? "") &&
    previous?.kind === "word" &&
    previous.kinds.size === 0 &&
    next?.kind === "word" &&
    next.kinds.size === 0
  );
}

/** "A true story", "True friendship takes years" judge nothing. */
function isAttribute(nodes: readonly Node[], at: number): boolean {
  const [previous, node, next] = [nodes[at - 1], nodes[at], nodes[at + 1]];
  if (
    node?.mention?.kind === "word" &&
    /^(?:true|false|right|correct|wrong|acceptable|appropriate)$/.test(node.key) &&
    (previous === undefined || previous.kind === "line" || /^[.!?]$/.test(previous.text)) &&
    next?.kind === "word" &&
    ([...next.kinds].every((kind) => kind === "others") || next.key === "story") &&
    next.mention === null &&
    !afterJudgement.test(next.key)
  )
    return true;
  // "giving false evidence"
  if (
    node?.mention?.kind === "word" &&
    /^(?:true|false|wrong|falso|falsa|falsos|falsas|verdadero|verdadera)$/.test(node.key) &&
    [previous, next].every(
      (near) =>
        near?.kind === "word" &&
        near.kinds.size === 0 &&
        near.mention === null &&
        /^\p{Ll}/u.test(near.text) &&
        // "mostly true scientifically" judges
        !near.key.endsWith("ly"),
    ) &&
    !afterJudgement.test(next?.key ?? "")
  )
    return true;
  // "la verdadera amistad"
  if (
    node?.mention?.kind === "word" &&
    /^(?:verdader|fals|ciert|correct)/u.test(node.key) &&
    /^(?:el|la|los|las|une?|una|unos|unas|le|les)$/u.test(previous?.key ?? "") &&
    next?.kind === "word" &&
    next.kinds.size === 0 &&
    next.mention === null &&
    !afterJudgement.test(next.key)
  )
    return true;
  if (
    node?.mention?.kind !== "word" ||
    node.key.includes(" ") ||
    !/^(?:an?|the|some|any)$/u.test(previous?.key ?? "")
  )
    return false;
  return (
    next?.kind === "word" &&
    next.key !== "one" &&
    !(node.kinds.has("yes") && /^(?:from|to|on|for|in|here)$/u.test(next.key)) &&
    !(["noun", "answer", "or", "but", "so"] as const).some((kind) => next.kinds.has(kind)) &&
    /^\p{Script=Latin}/u.test(next.text)
  );
}
