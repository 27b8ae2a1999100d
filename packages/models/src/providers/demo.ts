import { createDemoClient } from "../demo/demo-client.ts";
import { demoNotice } from "../demo/demo-reference.ts";
import { demoVoices } from "../demo/voices/voices.ts";
import { defineProvider } from "../provider.ts";

/** Scripted voices, so that a study can be tried without any model. */
export const demoProvider = defineProvider({
  id: "demo",
  title: `Demo: ${demoNotice}`,
  example: "demo:plain",
  keys: [],
  settings: [],
  // A script costs nothing; the limit only keeps the limiter's books finite.
  concurrency: { initial: 10_000, maximum: 10_000 },
  open: async (voice, context) => createDemoClient(voice, context),
  discover: async () =>
    demoVoices.map((voice) => ({
      reference: `demo:${voice.id}`,
      title: `${voice.title} (${demoNotice})`,
      demo: true,
      local: true,
    })),
});
