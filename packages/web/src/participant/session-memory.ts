import type { CommandEnvelope } from "@refract/collect/browser";

/** The part of the Storage interface that is used; tests hand in a Map. */
export interface KeyValueStore {
  readonly getItem: (key: string) => string | null;
  readonly setItem: (key: string, value: string) => void;
  readonly removeItem: (key: string) => void;
  readonly keys: () => readonly string[];
  /** Calls when another tab writes at the key, with "" when it takes away what was there; the answer ends that. */
  readonly watch: (key: string, onWritten: (value: string) => void) => () => void;
}

/**
 * What this browser remembers of one session: unsent drafts and commands without an answer. A new session of the same
 * study on the same device gets a new key, and what an earlier one left is deleted.
 */
export interface SessionMemory {
  readonly draft: (place: string) => string;
  readonly saveDraft: (place: string, text: string) => void;
  /** Calls with the draft each time another tab of this person writes it; the answer ends that. */
  readonly watchDraft: (place: string, onWritten: (text: string) => void) => () => void;
  /** Forgets every draft whose place begins so: what is handed in or taken back stays on no device. */
  readonly clearDrafts: (beginning: string) => void;
  readonly readPending: () => readonly CommandEnvelope[];
  readonly writePending: (pending: readonly CommandEnvelope[]) => void;
}

const prefixOf = (studyId: string) => `refract/${studyId}/`;

export interface MemoryStores {
  /** Shared by the tabs of this browser, kept until the next session. */
  readonly lasting: KeyValueStore;
  /** Of this tab alone, so that two tabs never take over each other's commands. */
  readonly tab: KeyValueStore;
}

export function openSessionMemory(
  studyId: string,
  { lasting: store, tab }: MemoryStores,
  newKey: () => string,
  begin: "new" | "continue",
): SessionMemory {
  const prefix = prefixOf(studyId);
  if (begin === "new")
    for (const place of [store, tab])
      for (const key of place.keys()) if (key.startsWith(prefix)) place.removeItem(key);
  let session = store.getItem(`${prefix}session`);
  if (session === null) {
    session = newKey();
    store.setItem(`${prefix}session`, session);
  }
  const here = `${prefix}${session}/`;
  const write = (place: KeyValueStore, key: string, text: string) =>
    text === "" ? place.removeItem(here + key) : place.setItem(here + key, text);
  return {
    draft: (place) => store.getItem(`${here}draft/${place}`) ?? "",
    saveDraft: (place, text) => write(store, `draft/${place}`, text),
    watchDraft: (place, onWritten) => store.watch(`${here}draft/${place}`, onWritten),
    clearDrafts: (beginning) => {
      for (const key of store.keys()) if (key.startsWith(`${here}draft/${beginning}`)) store.removeItem(key);
    },
    readPending: () => parsePending(tab.getItem(`${here}pending`)),
    writePending: (pending) => write(tab, "pending", pending.length === 0 ? "" : JSON.stringify(pending)),
  };
}

function parsePending(text: string | null): readonly CommandEnvelope[] {
  if (text === null) return [];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

/** The browser's own stores; where it forbids them or they are full, drafts last as long as the page. */
export function browserStores(): MemoryStores {
  return { lasting: storeOver(() => localStorage), tab: storeOver(() => sessionStorage) };
}

export function storeOver(storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">): KeyValueStore {
  const unwritten = new Map<string, string>();
  const remove = (key: string) => {
    unwritten.delete(key);
    attempt(() => storage().removeItem(key), undefined);
  };
  return {
    getItem: (key) => unwritten.get(key) ?? attempt(() => storage().getItem(key), null),
    setItem: (key, value) => {
      const isWritten = attempt(() => {
        storage().setItem(key, value);
        return true;
      }, false);
      if (isWritten) unwritten.delete(key);
      else {
        // What was written before is older.
        remove(key);
        unwritten.set(key, value);
      }
    },
    removeItem: remove,
    watch: (key, onWritten) => {
      const listen = (event: StorageEvent) => {
        if (event.key === key && event.storageArea === attempt<unknown>(storage, null))
          onWritten(event.newValue ?? "");
      };
      window.addEventListener("storage", listen);
      return () => window.removeEventListener("storage", listen);
    },
    keys: () => [...new Set([...unwritten.keys(), ...attempt(() => Object.keys(storage()), [])])],
  };
}

function attempt<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch {
    return otherwise;
  }
}
