import { expect, it } from "vitest";
import { type KeyValueStore, openSessionMemory, storeOver } from "./session-memory.ts";

function store(): KeyValueStore {
  const map = new Map<string, string>();
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    keys: () => [...map.keys()],
    watch: () => () => undefined,
  };
}
const keys = () => {
  let count = 0;
  return () => {
    count += 1;
    return `session-${count}`;
  };
};

it("a draft survives a reload and is gone once it is sent", () => {
  const stores = { lasting: store(), tab: store() };
  const newKey = keys();
  openSessionMemory("prism", stores, newKey, "new").saveDraft("turn/1", "Is loyal");
  const reloaded = openSessionMemory("prism", stores, newKey, "continue");
  expect(reloaded.draft("turn/1")).toBe("Is loyal");
  reloaded.saveDraft("turn/1", "");
  expect(reloaded.draft("turn/1")).toBe("");
});

it("the next person on this device never sees what the one before wrote", () => {
  const stores = { lasting: store(), tab: store() };
  const newKey = keys();
  const before = openSessionMemory("prism", stores, newKey, "new");
  before.saveDraft("begin/0", "something private");
  before.writePending([{ id: "1", stageId: null, command: { type: "session.language", language: "ar" } }]);
  const next = openSessionMemory("prism", stores, newKey, "new");
  expect([next.draft("begin/0"), next.readPending()]).toEqual(["", []]);
  expect(JSON.stringify([stores.lasting.keys(), stores.tab.keys()])).not.toContain("session-1");
});

it("studies on one server keep apart", () => {
  const stores = { lasting: store(), tab: store() };
  const newKey = keys();
  openSessionMemory("prism", stores, newKey, "new").saveDraft("begin/0", "one");
  const other = openSessionMemory("arena", stores, newKey, "new");
  expect(other.draft("begin/0")).toBe("");
  expect(openSessionMemory("prism", stores, newKey, "continue").draft("begin/0")).toBe("one");
});

it("two tabs share drafts but not each other's commands", () => {
  const lasting = store();
  const newKey = keys();
  const first = openSessionMemory("prism", { lasting, tab: store() }, newKey, "new");
  const second = openSessionMemory("prism", { lasting, tab: store() }, newKey, "continue");
  first.saveDraft("begin/0", "shared");
  first.writePending([{ id: "1", stageId: "talk", command: { type: "turn.retried" } }]);
  expect([second.draft("begin/0"), second.readPending()]).toEqual(["shared", []]);
  expect(first.readPending()).toEqual([{ id: "1", stageId: "talk", command: { type: "turn.retried" } }]);
});

it("reads a damaged store as empty", () => {
  const stores = { lasting: store(), tab: store() };
  openSessionMemory("prism", stores, () => "k", "new");
  stores.tab.setItem("refract/prism/k/pending", "{half");
  expect(openSessionMemory("prism", stores, () => "k", "continue").readPending()).toEqual([]);
});

it("drafts last as long as the page where the browser forbids stores or they are full, and none is older than written", () => {
  const forbidden = storeOver(() => {
    throw new Error("denied");
  });
  const memory = openSessionMemory("prism", { lasting: forbidden, tab: forbidden }, keys(), "new");
  memory.saveDraft("survey/about", "typed");
  expect(memory.draft("survey/about")).toBe("typed");
  const { getItem, setItem, removeItem } = store();
  let isFull = false;
  const full = storeOver(() => ({
    getItem,
    removeItem,
    setItem: (key, value) => {
      if (isFull) throw new Error("quota");
      setItem(key, value);
    },
  }));
  full.setItem("a", "first");
  isFull = true;
  full.setItem("a", "second");
  expect([full.getItem("a"), getItem("a")]).toEqual(["second", null]);
});

it("what is handed in is forgotten, and what is taken back altogether", () => {
  const stores = { lasting: store(), tab: store() };
  const memory = openSessionMemory("prism", stores, keys(), "new");
  memory.saveDraft("survey/about", "typed");
  memory.saveDraft("turn/1", "a message");
  memory.clearDrafts("survey/");
  expect([memory.draft("survey/about"), memory.draft("turn/1")]).toEqual(["", "a message"]);
  memory.clearDrafts("");
  expect(memory.draft("turn/1")).toBe("");
});
