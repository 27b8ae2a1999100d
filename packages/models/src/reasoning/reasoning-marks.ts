/**
 * The marks by which models set their reasoning off from their answer when it comes as one text. Facts from the chat templates
 * and model cards of the families named.
 */
export interface ReasoningMark {
  readonly literal: string;
  /**
   * `open` and `close` stand around reasoning; `header` begins and `message` ends the head of a message in OpenAI's harmony format,
   * `end` closes it; `wrapper` stands around the answer of formats that mark both. `answer` and `answer-end` do so too, but are words
   * that an answer may hold: they count right behind reasoning alone. So do `word-open` and `word-close`, round reasoning: they count at the
   * start of a reply alone, closed by their own mark and with an answer behind it.
   */
  readonly kind:
    | "open"
    | "close"
    | "word-open"
    | "word-close"
    | "header"
    | "message"
    | "end"
    | "wrapper"
    | "answer"
    | "answer-end";
  /** Whether capitals count. `[THINK]` is a mark, `[think]` may be a stage direction. */
  readonly isExact: boolean;
}

const marksOf = (kind: ReasoningMark["kind"], literals: readonly string[]): readonly ReasoningMark[] =>
  literals.map((literal) => {
    const isExact = literal.startsWith("[");
    return { literal: isExact ? literal : literal.toLowerCase(), kind, isExact };
  });

/** Names of tags that prompts and small models use for reasoning, and that an answer in XML or HTML may use for its own ends. */
const wordTags = [
  "reflection", // Reflection 70B
  "analysis",
  "scratchpad", // Anthropic's prompts, Hermes
  "inner_monologue", // Hermes, MemGPT
  "inner_thoughts",
  "monologue",
  "thoughts",
  "reason", // prompts of reinforcement learning
  "rationale",
  "cot",
  "chain_of_thought",
  "deliberation",
];

const marks: readonly ReasoningMark[] = [
  ...marksOf("open", [
    "<think>", // DeepSeek R1, Qwen, GLM, MiniMax and most others
    "<thinking>",
    "<thought>", // Gemini over its OpenAI wire, EXAONE Deep
    "<reasoning>",
    "<seed:think>", // Seed-OSS
    "<longcat_think>", // LongCat-Flash-Thinking
    "[THINK]", // Magistral
    "[THINKING]",
    "[REASONING]",
    "◁think▷", // Kimi-VL
    "<|begin_of_thought|>", // Sky-T1, OpenThinker
    "<|think|>", // Solar
    "<|START_THINKING|>", // Command A Reasoning
    "<unused94>", // MedGemma
    "<|channel>thought", // Gemma 4
  ]),
  ...marksOf("close", [
    "</think>",
    "</thinking>",
    "</thought>",
    "</reasoning>",
    "</seed:think>",
    "</longcat_think>",
    "[/THINK]",
    "[/THINKING]",
    "[/REASONING]",
    "◁/think▷",
    "<|end_of_thought|>",
    "<|/think|>",
    "<|END_THINKING|>",
    "<unused95>",
    "<channel|>",
  ]),
  ...marksOf("wrapper", [
    "<|begin_of_solution|>",
    "<|end_of_solution|>",
    "<|START_RESPONSE|>",
    "<|END_RESPONSE|>",
    "<|begin_of_box|>", // GLM-4.1V to 4.6V
    "<|end_of_box|>",
  ]),
  ...marksOf("answer", [
    "<answer>", // Hunyuan-A13B
    "<response>", // ERNIE 4.5
    "<output>", // Reflection 70B
    "<conclusion>", // LLaVA-CoT
    "<final_answer>",
  ]),
  ...marksOf("answer-end", ["</answer>", "</response>", "</output>", "</conclusion>", "</final_answer>"]),
  ...marksOf(
    "word-open",
    wordTags.map((name) => `<${name}>`),
  ),
  ...marksOf(
    "word-close",
    wordTags.map((name) => `</${name}>`),
  ),
  ...marksOf("header", ["<|start|>", "<|channel|>"]),
  ...marksOf("end", ["<|end|>", "<|return|>", "<|call|>"]),
];

/** Ends the head of a harmony message. */
export const messageMark = "<|message|>";

/** Harmony as it looks where a server has dropped its marks: `analysisWe should …assistantfinalB`. */
export const bareAnalysis = { opening: "analysis", closing: "assistantfinal" } as const;

const longest = Math.max(...marks.map(({ literal }) => literal.length));

/** A tag may be written with blanks before its end, and an opening one with attributes: `<think >`, `<think type="x">`. */
const tags = marks.filter(
  ({ kind, literal }) => /^(?:word-)?(?:open|close)$/.test(kind) && /^<\/?[a-z:_]+>$/.test(literal),
);
/** A tag that is longer is none. Characters. */
const longestTag = 120;
const blanks = /^\s+>/;
const attributes = /^(?:\s+[a-z][\w:-]*\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))+\s*>/i;

/** A mark as it was written. */
export interface FoundMark extends Pick<ReasoningMark, "kind"> {
  readonly length: number;
  /** As it stands in the list, without the stroke of a closing one: the same for two marks that belong together. */
  readonly name: string;
}

/** Where the next mark may begin, from `from` on; -1 where none can. */
export function nextMarkStart(text: string, from: number): number {
  markStart.lastIndex = from;
  return markStart.exec(text)?.index ?? -1;
}
/** A sign that a mark may begin with, and what may stand behind it. */
const markStart = /<(?=[/|a-z]|$)|\[(?=[/TR]|$)|◁/gi;

const nameOf = (literal: string): string => literal.replace("/", "");

/** The mark that stands at a place; `partial` where the text ends before that is certain; null where there is none. */
export function markAt(text: string, at: number): FoundMark | "partial" | null {
  const written = text.slice(at, at + longest);
  const folded = written.toLowerCase();
  let isPartial = false;
  for (const mark of marks) {
    const said = mark.isExact ? written : folded;
    if (said.startsWith(mark.literal))
      return { kind: mark.kind, length: mark.literal.length, name: nameOf(mark.literal) };
    if (mark.literal.startsWith(said)) isPartial = true;
  }
  return isPartial ? "partial" : looseTagAt(text.slice(at, at + longestTag));
}

const opens = (kind: ReasoningMark["kind"]): boolean => kind === "open" || kind === "word-open";

function looseTagAt(written: string): FoundMark | "partial" | null {
  const folded = written.toLowerCase();
  for (const { literal, kind } of tags) {
    const name = literal.slice(0, -1);
    if (!folded.startsWith(name)) continue;
    const rest = written.slice(name.length);
    const end = (blanks.exec(rest) ?? (opens(kind) ? attributes.exec(rest) : null))?.[0];
    if (end !== undefined) return { kind, length: name.length + end.length, name: nameOf(literal) };
    if (written.length < longestTag && (opens(kind) ? /^\s[^<>]*$/ : /^\s+$/).test(rest)) return "partial";
  }
  return null;
}

/** The channel that a harmony head names last; undefined where it names none. */
export function channelOf(head: string): string | undefined {
  const named = head.lastIndexOf("<|channel|>");
  return named === -1 ? undefined : /\w+/.exec(head.slice(named + "<|channel|>".length))?.[0];
}
