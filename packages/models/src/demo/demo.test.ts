import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChatEvent, ChatRequest } from "../chat.ts";
import type { ProviderContext } from "../provider.ts";
import { createDemoClient } from "./demo-client.ts";
import { demoPool, drillVoices } from "./demo-reference.ts";
import { topicWords } from "./topic-words.ts";
import { demoVoices } from "./voices/voices.ts";

const context: ProviderContext = {
  env: {},
  fetch,
  sleep: async () => undefined,
  now: Date.now,
  demoPace: 0,
};

function ask(content: string, more: Partial<ChatRequest> = {}): ChatRequest {
  return { messages: [{ role: "user", content }], parameters: {}, ...more };
}

async function answer(name: string, request: ChatRequest, changes: Partial<ProviderContext> = {}) {
  const client = createDemoClient(name, { ...context, ...changes });
  const texts: string[] = [];
  let end: Extract<ChatEvent, { kind: "end" }> | undefined;
  for await (const event of client.stream(request, new AbortController().signal)) {
    if (event.kind === "text") texts.push(event.text);
    else if (event.kind === "end") end = event;
  }
  return { text: texts.join(""), pieces: texts, end };
}

const loyalty = ask("Is loyalty to family more important than honesty?");

describe("demo models", () => {
  it("are at least twelve voices in four languages, with enough phrases to vary", () => {
    expect(demoVoices.length).toBeGreaterThanOrEqual(12);
    expect(new Set(demoVoices.map((voice) => voice.id)).size).toBe(demoVoices.length);
    expect(new Set(demoVoices.map((voice) => voice.language))).toEqual(new Set(["en", "es", "fr", "ar"]));
    for (const voice of demoVoices) {
      expect(voice.middle.length, voice.id).toBeGreaterThan(voice.points[1]);
      expect(voice.opening.length, voice.id).toBeGreaterThanOrEqual(3);
      expect(voice.again.length, voice.id).toBeGreaterThanOrEqual(2);
      expect(voice.id).not.toMatch(/-\d+$/);
    }
  });

  it("share no phrase", () => {
    const phrases = demoVoices.flatMap((voice) => [
      ...voice.opening,
      ...voice.again,
      ...voice.middle,
      ...voice.closing,
    ]);
    expect(new Set(phrases).size).toBe(phrases.length);
  });

  it("take up the prompt and not an instruction that stands before it", async () => {
    const instruction = "You are a conversational assistant. Keep to about fifty words.\n\n";
    for (const prompt of ["Is loyalty a virtue?", "Hmm.\n\nWhy?"]) {
      for (const { id } of demoVoices) {
        const plain = (await answer(id, ask(`${instruction}${prompt}`))).text;
        expect(plain, id).not.toMatch(/conversational|assistant|fifty/i);
        if (prompt.includes("loyalty")) expect(plain.toLowerCase(), id).toMatch(/loyalty|virtue/);
      }
    }
  });

  it("give the same text for the same voice, seed and messages", async () => {
    for (const { id } of demoVoices) {
      const request = { ...loyalty, parameters: { seed: 4 } };
      expect((await answer(id, request)).pieces).toEqual((await answer(id, request)).pieces);
    }
  });

  it("give other texts for other seeds, variants, prompts and turns", async () => {
    const seeds = await Promise.all(
      Array.from(
        { length: 20 },
        async (_, seed) => (await answer("warm", { ...loyalty, parameters: { seed } })).text,
      ),
    );
    expect(new Set(seeds).size).toBeGreaterThan(15);
    expect((await answer("warm-2", loyalty)).text).not.toBe((await answer("warm", loyalty)).text);
    expect((await answer("warm", ask("What about patience?"))).text).toContain("patience");
    const later = await answer("warm", {
      messages: [
        ...loyalty.messages,
        { role: "assistant", content: "Yes." },
        { role: "user", content: "And in business?" },
      ],
      parameters: {},
    });
    const voice = demoVoices.find((one) => one.id === "warm");
    const openings = (voice?.again ?? []).map((phrase) => phrase.replaceAll("{topic}", "business"));
    expect(openings.some((opening) => later.text.startsWith(opening))).toBe(true);
  });

  it("take up what the prompt is about, and fill every gap without one", async () => {
    for (const { id } of demoVoices) {
      for (const prompt of ["Is loyalty a virtue?", "", "???", "why?", "$& {topic} $1"]) {
        const { text } = await answer(id, ask(prompt));
        expect(text.length, id).toBeGreaterThan(10);
        expect(text, id).not.toMatch(/\{(topic|other)\}|undefined/);
      }
    }
  });

  it("differ clearly in length", async () => {
    const length = async (id: string) => {
      const texts = await Promise.all(
        Array.from({ length: 10 }, (_, seed) => answer(id, { ...loyalty, parameters: { seed } })),
      );
      return texts.reduce((sum, { text }) => sum + text.split(/\s+/).length, 0) / texts.length;
    };
    const [blunt, plain, hedging, scholar] = await Promise.all(
      ["blunt", "plain", "hedging", "scholar"].map(length),
    );
    expect(blunt).toBeLessThan(20);
    expect(plain).toBeGreaterThan(blunt ?? 0);
    expect(hedging).toBeGreaterThan(1.5 * (plain ?? 0));
    expect(scholar).toBeGreaterThan(1.3 * (hedging ?? 0));
  });

  it("keep to the token limit and the stop sequences", async () => {
    const short = await answer("scholar", { ...loyalty, parameters: { maxTokens: 5 } });
    expect(short.text.split(" ")).toHaveLength(5);
    expect(short.end?.finishReason).toBe("length");
    const stopped = await answer("steps", { ...loyalty, parameters: { stop: ["2."] } });
    expect(stopped.text).toContain("1.");
    expect(stopped.text).not.toContain("2.");
    expect(stopped.end?.finishReason).toBe("stop");
  });

  it("say which settings a script can't follow", async () => {
    const { end } = await answer("plain", { ...loyalty, parameters: { temperature: 1, topP: 0.5, seed: 1 } });
    expect(end?.unsupported).toEqual(["temperature", "topP"]);
  });

  it("come in pieces at the pace of their voice, which a factor of 0 sets to none", async () => {
    const pauses: number[] = [];
    const sleep = async (ms: number) => void pauses.push(ms);
    const { pieces, text } = await answer("plain", loyalty, { sleep, demoPace: 1 });
    expect(pieces.length).toBeGreaterThan(5);
    expect(pauses).toHaveLength(pieces.length + 1);
    const totalMs = pauses.reduce((sum, ms) => sum + ms, 0);
    const usual = 250 + (text.length / 180) * 1000;
    expect(totalMs).toBeGreaterThan(usual * 0.75);
    expect(totalMs).toBeLessThan(usual * 1.4);
    pauses.length = 0;
    await answer("plain", loyalty, { sleep, demoPace: 0 });
    expect(pauses).toEqual([]);
  });

  it("stop at once when they are aborted", async () => {
    const controller = new AbortController();
    const client = createDemoClient("plain", context);
    const reason = new Error("enough");
    const reading = async () => {
      for await (const _event of client.stream(loyalty, controller.signal)) controller.abort(reason);
    };
    await expect(reading()).rejects.toBe(reason);
  });

  it("an unknown voice lists the known ones", () => {
    for (const name of ["nosuch", "plain-1", "plain-02", "plain-100", "fails-2"]) {
      expect(() => createDemoClient(name, context)).toThrow(
        /unknown demo voice ".*", expected one of plain, blunt, bullets, .*or a drill: fails, slow, empty/,
      );
    }
  });
});

describe("a pool of demo models", () => {
  it("has as many different ones as are asked for, always the same, none of them a drill", async () => {
    const pool = demoPool(21);
    expect(new Set(pool.map((entry) => entry.use)).size).toBe(21);
    expect(demoPool(21)).toEqual(pool);
    expect(demoPool(4)).toEqual(pool.slice(0, 4));
    for (const drill of drillVoices) expect(pool.map((entry) => entry.use)).not.toContain(`demo:${drill}`);
    const texts = await Promise.all(
      pool.map(async (entry) => (await answer(entry.use.slice("demo:".length), loyalty)).text),
    );
    expect(new Set(texts).size).toBe(21);
  });

  it("says of each that it is scripted text", () => {
    for (const entry of demoPool(40)) {
      expect(entry.description?.longName).toContain("scripted demonstration text, not a language model");
    }
    expect(() => demoPool(-1)).toThrow(RangeError);
  });
});

describe("drills", () => {
  it("one always fails, one never says anything, one is slow", async () => {
    await expect(answer("fails", loyalty)).rejects.toMatchObject({ failure: { kind: "server" } });
    expect((await answer("empty", loyalty)).pieces).toEqual([]);
    const pauses: number[] = [];
    const { text } = await answer("slow", loyalty, {
      sleep: async (ms) => void pauses.push(ms),
      demoPace: 1,
    });
    expect(pauses).toEqual([120_000]);
    expect(text).not.toBe("");
  });
});

describe("topic words", () => {
  it.each([
    ["Is loyalty a virtue?", ["loyalty", "virtue"]],
    ["What do you think about the Netherlands?", ["Netherlands"]],
    ["¿Qué piensas de la religión?", ["religión", "piensas"]],
    ["Pourquoi la solitude ?", ["solitude"]],
    ["ما رأيك في الصداقة؟", ["الصداقة", "رأيك"]],
    ["", []],
    ["why", []],
  ])("of %s are %s", (prompt, expected) => {
    expect(topicWords(prompt)).toEqual(expected);
  });

  it("are found in any text without failing", () => {
    void fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (prompt) => {
        const words = topicWords(prompt);
        expect(words.length).toBeLessThanOrEqual(2);
        for (const word of words) expect(word.length).toBeLessThanOrEqual(40);
      }),
    );
  });
});
