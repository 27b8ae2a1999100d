import { openStore, type StoreOptions } from "../index.ts";
import { answer, conversation, enter, event, interaction, utterance } from "./sample-rows.ts";

/**
 * A program that the crash test kills: `node crash-writer.ts OPTIONS PERSON`. Enters as PERSON and commits as fast as it
 * can, saying each sequence number only after the store has acknowledged it.
 */
const [optionsText, person] = process.argv.slice(2);
if (optionsText === undefined || person === undefined) throw new Error("expected OPTIONS PERSON");
const options: StoreOptions = JSON.parse(optionsText);
const store = await openStore(options);
await enter(store, "s", person);
process.stdout.write("1\n");
for (let seq = 2; ; seq += 1) {
  const ordinal = seq;
  await store.commit({
    participantId: person,
    events: [event(person, seq)],
    rows: [
      conversation(person, ordinal),
      interaction(person, ordinal, 0),
      utterance(person, ordinal, 0, 0),
      answer(person, `field ${seq}`),
    ],
  });
  process.stdout.write(`${seq}\n`);
  // Several processes write: everybody gets a turn.
  await new Promise((resolve) => setImmediate(resolve));
}
