import type {
  CommandEnvelope,
  ConversationStageView,
  ConversationView,
  SessionView,
  StageView,
  SurveyView,
  TextFrame,
} from "@refract/collect/browser";
import { answerTexts, consentCards, inLanguage, studyTexts, surveyDefinition } from "./fake-study.ts";

export type Judge = "scale" | "verdict";

export interface FakeOptions {
  /** Where a person who enters comes to. */
  readonly begin: "consent" | "survey" | "practice" | "conversations";
  readonly judge: Judge;
  readonly startAt: "none" | 50;
  readonly tie: "ask" | "random";
  /** Characters a step and milliseconds between steps of streamed text. */
  readonly pace: { readonly characters: number; readonly everyMs: number };
  readonly streaming: "even-paced" | "together";
  readonly returnUrl: string | null;
  /** What the models say; null: two sentences of their own. */
  readonly answers: readonly string[] | null;
  /** The survey; null: one of three pages. */
  readonly survey: SurveyView["definition"] | null;
}

type Command = CommandEnvelope["command"];
type Turn = NonNullable<ConversationView["turn"]>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Slot = Mutable<Turn["slots"][number]>;

const stageIds = ["consent", "survey", "conversations", "end"] as const;

/** A made-up engine that walks through every view the pages can get. It is no model of the real one's rules. */
export class FakeSession {
  language: string;
  seq = 1;
  stage = 0;
  status: SessionView["status"] = "active";
  answers: Record<string, SurveyView["answers"][string]> = {};
  page = 0;
  refused: string[] = [];
  phase: ConversationStageView["phase"] = "practice";
  done: Record<string, number> = {};
  conversation: Mutable<ConversationView> | null = null;
  slots: Slot[] = [];
  turn: { id: string; prompt: string; number: number } | null = null;
  failNext = false;
  /** Turn frames so far, for whoever joins the stream. */
  shown = "";
  readonly received: CommandEnvelope[] = [];
  readonly #seen = new Set<string>();
  readonly #options: FakeOptions;
  readonly #listeners = new Set<(event: string, data: unknown, id: string) => void>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #position = 0;
  #count = 0;

  constructor(language: string, options: FakeOptions) {
    this.language = language;
    this.#options = options;
    if (options.begin === "survey") this.stage = 1;
    else if (options.begin !== "consent") this.stage = 2;
    if (options.begin === "conversations") this.phase = "choose-type";
  }

  listen(listener: (event: string, data: unknown, id: string) => void, lastId: string | null): () => void {
    this.#listeners.add(listener);
    listener("view", this.view(), "");
    if (this.turn !== null && this.phase === "answering" && this.#position > 0 && lastId === null)
      listener("text", this.#frame(0, this.#position, true), this.#frameId());
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** False for a command that is not possible now. */
  accept(envelope: CommandEnvelope): boolean {
    if (this.#seen.has(envelope.id)) return true;
    this.received.push(envelope);
    if (!this.#carryOut(envelope.command)) return false;
    this.#seen.add(envelope.id);
    this.#changed();
    return true;
  }

  #changed(): void {
    this.seq += 1;
    for (const listener of this.#listeners) listener("view", this.view(), "");
  }

  #carryOut(command: Command): boolean {
    switch (command.type) {
      case "task.begun":
      case "task.answered":
      case "task.returned":
        return false;
      case "session.language":
        this.language = command.language;
        return true;
      case "consent.given":
        this.stage = 1;
        return true;
      case "consent.declined":
        this.status = "screened-out";
        return true;
      case "survey.saved":
        for (const [name, value] of Object.entries(command.answers)) this.answers[name] = value;
        this.page = command.page;
        return true;
      case "survey.submitted":
        this.stage = 2;
        return true;
      case "practice.finished":
        this.phase = "choose-type";
        return true;
      case "conversation.begun": {
        const ordinal = Object.values(this.done).reduce((sum, count) => sum + count, 0) + 1;
        this.conversation = {
          id: `conversation-${ordinal}`,
          ordinal,
          type: command.conversationType,
          history: [],
          turn: null,
          minimumTurns: this.#options.judge === "scale" ? 2 : 1,
          maximumTurns: 4,
          mayFinish: false,
          questions: this.#questions(null),
        };
        this.#begin(command.prompt, 0);
        return true;
      }
      case "turn.sent": {
        if (this.conversation === null) return false;
        if (this.turn !== null) this.#settle(null);
        this.#begin(command.prompt, this.conversation.history.length);
        return true;
      }
      case "turn.retried":
        if (this.turn !== null) this.#begin(this.turn.prompt, this.turn.number);
        return true;
      case "slot.rated": {
        const slot = this.slots.find((candidate) => candidate.id === command.slotId);
        if (slot === undefined) return false;
        slot.score = command.score;
        slot.touched = command.trace.touched;
        return true;
      }
      case "turn.chosen": {
        const scores = this.slots.map((slot) => slot.score ?? 50);
        const best = this.slots.find((slot) => (slot.score ?? 50) === Math.max(...scores));
        this.#settle(command.slotId ?? best?.id ?? null);
        this.phase = "write";
        return true;
      }
      case "verdict.given":
        this.#settle(null);
        this.#finish();
        return true;
      case "conversation.finished":
        if (this.conversation === null) return false;
        this.conversation.questions = this.#questions("attributes");
        this.phase = "questions";
        return true;
      case "attributes.rated": {
        if (this.conversation === null) return false;
        const { questions } = this.conversation;
        this.conversation.questions = {
          ...questions,
          blocks: questions.blocks.map((block) =>
            block.id !== command.block
              ? block
              : {
                  ...block,
                  statements: block.statements.map((statement) =>
                    statement.id === command.statement
                      ? { ...statement, value: command.value, isNotApplicable: command.notApplicable }
                      : statement,
                  ),
                },
          ),
        };
        return true;
      }
      case "attributes.submitted":
        if (this.conversation === null) return false;
        this.conversation.questions = { ...this.conversation.questions, step: "feedback" };
        return true;
      case "feedback.saved":
        return true;
      case "feedback.submitted":
        this.#finish();
        return true;
      case "stage.ended":
        this.stage = 3;
        this.status = "completed";
        return true;
    }
  }

  #begin(prompt: string, number: number): void {
    clearInterval(this.#timer);
    this.#count += 1;
    const texts = this.#options.answers ?? answerTexts(this.language);
    const many = this.#options.judge === "verdict" ? 2 : number === 0 ? 4 : 2;
    this.turn = { id: `turn-${this.#count}`, prompt, number };
    this.slots = texts.slice(0, many).map((text, index) => ({
      id: `slot-${this.#count}-${index}`,
      label: String.fromCharCode(65 + index),
      text,
      score: null,
      touched: false,
    }));
    this.phase = "answering";
    this.#position = 0;
    const { pace } = this.#options;
    if (this.failNext) {
      this.failNext = false;
      this.#timer = setTimeout(() => {
        this.phase = "failed";
        this.#changed();
      }, 30);
      return;
    }
    const longest = Math.max(...this.slots.map((slot) => (slot.text ?? "").length));
    this.#timer = setInterval(() => {
      const from = this.#position;
      this.#position = Math.min(longest, from + pace.characters);
      if (this.#options.streaming === "even-paced") {
        const frame = this.#frame(from, this.#position, from === 0);
        for (const listener of this.#listeners) listener("text", frame, this.#frameId());
      }
      if (this.#position < longest) return;
      clearInterval(this.#timer);
      this.phase = "rate";
      if (this.conversation !== null)
        this.conversation.mayFinish = number + 1 >= this.conversation.minimumTurns;
      this.#changed();
    }, pace.everyMs);
  }

  #frameId(): string {
    return `${this.turn?.id}~0~${this.#position}`;
  }

  #frame(from: number, to: number, first: boolean): TextFrame {
    const pieces = this.slots.map((slot) => [slot.id, (slot.text ?? "").slice(from, to)] as const);
    return {
      turnId: this.turn?.id ?? "",
      reset: first ? this.slots.map((slot) => slot.id) : [],
      from,
      to,
      text: Object.fromEntries(pieces.filter(([, piece]) => piece !== "")),
    };
  }

  #settle(chosen: string | null): void {
    if (this.conversation === null || this.turn === null) return;
    this.conversation.history = [
      ...this.conversation.history,
      {
        turn: this.turn.number,
        prompt: this.turn.prompt,
        responses: this.slots.map((slot) => ({
          label: slot.label,
          text: slot.text ?? "",
          score: slot.score,
          chosen: slot.id === chosen,
        })),
      },
    ];
    this.turn = null;
    this.slots = [];
  }

  #finish(): void {
    const type = this.conversation?.type ?? "";
    this.done[type] = (this.done[type] ?? 0) + 1;
    this.conversation = null;
    this.phase = "choose-type";
  }

  #questions(step: "attributes" | null): ConversationView["questions"] {
    const say = (english: string, arabic: string) => inLanguage(this.language, english, arabic);
    const statements = [
      { id: "values", text: say("The answer reflected my values.", "عكست الإجابة قيمي.") },
      { id: "fluency", text: say("The answer was well written.", "كانت الإجابة مكتوبة جيدًا.") },
      { id: "factuality", text: say("The answer was true.", "كانت الإجابة صحيحة.") },
    ].map((statement) => ({ ...statement, value: null, isNotApplicable: false }));
    const block = (id: string, stem: string, low: string, high: string) => ({
      id,
      stem,
      minimum: 1,
      maximum: 100,
      startAt: "none" as const,
      minimumLabel: low,
      maximumLabel: high,
      notApplicable: true,
      statements,
    });
    return {
      step,
      blocks: [
        block(
          "performance_attributes",
          say(
            "Think of your first message and the answer you rated best. How well did it do?",
            "فكر في رسالتك الأولى والإجابة التي قيّمتها بأنها الأفضل. كيف كان أداؤها؟",
          ),
          say("Very poorly", "سيئ جدًا"),
          say("Very well", "جيد جدًا"),
        ),
        block(
          "choice_attributes",
          say("How important was each for your choice?", "ما أهمية كل منها لاختيارك؟"),
          say("Very unimportant", "غير مهم إطلاقًا"),
          say("Very important", "مهم جدًا"),
        ),
      ],
      feedback: {
        prompt: say("How was the conversation as a whole?", "كيف كانت المحادثة ككل؟"),
        hint: say("Two to five sentences.", "جملتان إلى خمس جمل."),
        required: true,
        text: "",
      },
    };
  }

  view(): SessionView {
    const title = studyTexts[this.language]?.title ?? "";
    return {
      seq: this.seq,
      study: { id: "fake", title, contact: "study@example.org", withdrawUntil: null },
      language: this.language,
      languages: ["en", "ar"],
      direction: this.language === "ar" ? "rtl" : "ltr",
      status: this.status,
      ending: this.#ending(),
      test: false,
      person: "fake-person",
      stageIndex: this.stage,
      stages: stageIds.map((id, index) => ({
        id,
        type: ["consent", "survey", "conversation", "end"][index] ?? "end",
        title: null,
      })),
      stage: this.status === "withdrawn" || this.status === "screened-out" ? null : this.#stageView(),
      demonstration: true,
      otherLanguages: [],
    };
  }

  #ending(): SessionView["ending"] {
    if (this.status === "screened-out")
      return { kind: "declined", code: null, returnUrl: null, paid: false, quota: false };
    if (this.status !== "completed") return null;
    return {
      kind: "completed",
      code: "C7K2-QM4P",
      returnUrl: this.#options.returnUrl,
      paid: true,
      quota: false,
    };
  }

  #stageView(): StageView {
    const say = (english: string, arabic: string) => inLanguage(this.language, english, arabic);
    switch (this.stage) {
      case 0:
        return {
          type: "consent",
          version: "2026-11",
          summary: say(
            "You take part of your own will, can stop whenever you like, and can take back what you gave.",
            "تشارك بإرادتك، ويمكنك التوقف متى شئت، ويمكنك سحب ما قدمته.",
          ),
          cards: consentCards(this.language),
          statements: [
            {
              id: "consent",
              text: say("I have read this and want to take part.", "قرأت هذا وأريد المشاركة."),
              required: true,
            },
            { id: "consent_age", text: say("I am 18 or older.", "عمري 18 عامًا أو أكثر."), required: true },
          ],
        };
      case 1:
        return {
          type: "survey",
          definition: this.#options.survey ?? surveyDefinition(this.language),
          answers: this.answers,
          page: this.page,
          refused: this.refused,
          decidesByPage: false,
        };
      case 2:
        return this.#conversationView();
      default:
        return {
          type: "end",
          ratings: false,
          text: null,
          conversations: Object.values(this.done).reduce((sum, count) => sum + count, 0),
          revealed: [],
        };
    }
  }

  #conversationView(): ConversationStageView {
    const say = (english: string, arabic: string) => inLanguage(this.language, english, arabic);
    const shows = this.phase === "rate";
    const type = (id: string, title: string, description: string) => ({
      id,
      title,
      description,
      examples: [say("Is loyalty a virtue?", "هل الولاء فضيلة؟")],
      done: this.done[id] ?? 0,
      planned: 2,
      open: (this.done[id] ?? 0) < 2,
    });
    const done = Object.values(this.done).reduce((sum, count) => sum + count, 0);
    const arena = this.#options.judge === "verdict";
    return {
      type: "conversation",
      phase: this.phase,
      types: arena
        ? [
            type(
              "open",
              say("Ask anything", "اسأل أي شيء"),
              say("Two answers to whatever you like.", "إجابتان عن أي شيء تريده."),
            ),
          ]
        : [
            type(
              "unguided",
              say("Whatever you like", "ما تشاء"),
              say("Talk about anything that comes to mind.", "تحدث عن أي شيء يخطر ببالك."),
            ),
            type(
              "values guided",
              say("Something that matters to you", "شيء يهمك"),
              say("About values or what you hold dear.", "عن القيم أو ما هو عزيز عليك."),
            ),
            type(
              "controversy guided",
              say("Where people disagree", "حيث يختلف الناس"),
              say("A matter on which people around you are divided.", "مسألة ينقسم حولها الناس من حولك."),
            ),
          ],
      done,
      planned: arena ? 2 : 6,
      mayStop: done >= 1,
      conversation:
        this.conversation === null
          ? null
          : {
              ...this.conversation,
              turn:
                this.turn === null
                  ? null
                  : {
                      id: this.turn.id,
                      number: this.turn.number,
                      prompt: this.turn.prompt,
                      slots: this.slots.map((slot) => ({ ...slot, text: shows ? slot.text : null })),
                      failure: this.phase === "failed" ? "models" : null,
                      tied: [],
                    },
            },
      settings: {
        streaming: this.#options.streaming,
        continuation: arena ? "all" : "winner",
        judge: arena
          ? {
              kind: "verdict",
              options: [
                { id: "a", label: say("A is better", "أ أفضل") },
                { id: "b", label: say("B is better", "ب أفضل") },
                { id: "tie", label: say("Both are equally good", "كلاهما جيد") },
                { id: "both-bad", label: say("Both are bad", "كلاهما سيئ") },
              ],
              reveal: false,
            }
          : {
              kind: "scale",
              minimum: 1,
              maximum: 100,
              startAt: this.#options.startAt,
              minimumLabel: say("Terrible", "سيئ للغاية"),
              maximumLabel: say("Perfect", "ممتاز"),
              tie: this.#options.tie,
            },
        advice: say("Two to ten turns are usual.", "من دورين إلى عشرة أدوار أمر معتاد."),
        maximumPromptCharacters: 4000,
        maximumFeedbackCharacters: 10_000,
        blockPaste: true,
        practice: {
          prompt: say("What should I cook tonight?", "ماذا أطبخ الليلة؟"),
          responses: [
            say("Lentil soup: quick, warm and cheap.", "شوربة عدس: سريعة ودافئة ورخيصة."),
            say("I can’t decide that for you.", "لا أستطيع أن أقرر ذلك عنك."),
          ],
        },
      },
    };
  }
}
