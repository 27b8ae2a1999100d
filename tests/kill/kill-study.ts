import type { Store } from "@refract/store";
import { type StubModelServer, signatureOf, signaturesIn } from "@refract/testing";

const models = ["alpha", "beta", "gamma", "delta", "epsilon"];

/** A short study whose models sign every word. */
export function killStudy(
  stub: StubModelServer,
  settings: { readonly conversations: number; readonly charactersPerSecond: number },
): string {
  return `
refract: 1
id: kill
title: Kill
models:
${models.map((name) => `  - {id: ${name}, use: "${stub.reference(name)}"}`).join("\n")}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - id: talk
    type: conversation
    types: [{id: unguided, title: Anything, count: ${settings.conversations}}]
    judge: {kind: scale, minimumLabel: Terrible, maximumLabel: Perfect}
    charactersPerSecond: ${settings.charactersPerSecond}
    deadlineSeconds: 20
    feedback: {prompt: Why?}
  - {id: end, type: end}
`;
}

/** What a store holds of the study after all. */
export interface KillFindings {
  /** How often each command was carried out. */
  readonly carried: ReadonlyMap<string, number>;
  /** Stored text that another model signed than the one it is stored under. */
  readonly foreign: readonly string[];
  /** Events of a person whose numbers have a gap. */
  readonly gaps: readonly string[];
  readonly everybodyCompleted: boolean;
}

export async function inspectStore(store: Store): Promise<KillFindings> {
  const carried = new Map<string, number>();
  const foreign: string[] = [];
  const gaps: string[] = [];
  let everybodyCompleted = true;
  for await (const { participant, utterances } of store.records("kill", { simulated: "include" })) {
    everybodyCompleted &&= participant.status === "completed";
    for (const [index, event] of (await store.events(participant.id)).entries()) {
      if (event.seq !== index + 1) gaps.push(`${participant.id}: ${event.seq} at ${index + 1}`);
      if (event.commandId !== null) carried.set(event.commandId, (carried.get(event.commandId) ?? 0) + 1);
    }
    for (const { text, modelId } of utterances) {
      const signatures = signaturesIn(text ?? "");
      if (text !== null && (signatures.length !== 1 || signatures[0] !== signatureOf(modelId)))
        foreign.push(`${modelId}: ${text}`);
    }
  }
  return { carried, foreign, gaps, everybodyCompleted };
}
