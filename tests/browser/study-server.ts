import { join } from "node:path";
import { loadStaticPages, readBundle } from "@refract/server";
import { repositoryRoot, StubModelServer, startTestServer, type TestServer } from "@refract/testing";
import { buildWeb } from "@refract/web";

export const signingModels = Array.from({ length: 12 }, (_, index) => `secret-model-${index}`);

export interface StudyServer extends AsyncDisposable {
  readonly running: TestServer;
  readonly stub: StubModelServer;
  /** The participants' link. */
  readonly address: string;
}

export interface StudyPace {
  /** Of each answer. */
  readonly words?: number;
  readonly charactersPerSecond?: number;
  /** The models stop after so many words until told to go on. */
  readonly hold?: { readonly words: number; readonly until: Promise<void> };
  /** Of the study beside its own, which it has no texts in. */
  readonly moreLanguages?: readonly string[];
}

/** The example study on a real server with the real pages; its demo voices are replaced by models that sign every word. */
export async function startStudyServer(
  example: "prism" | "pair-arena",
  { words = 24, charactersPerSecond = 2000, hold, moreLanguages = [] }: StudyPace = {},
): Promise<StudyServer> {
  const stub = await StubModelServer.start({
    decide: () => ({ kind: "answer", words, ...(hold !== undefined && { hold }) }),
  });
  const files = await readBundle(join(repositoryRoot(), "examples", example));
  const study = files["study.yaml"] ?? "";
  const pool = `models:\n${signingModels.map((name) => `  - {id: ${name}, use: "${stub.reference(name)}"}`).join("\n")}\n`;
  const replaced = study
    .replace(
      /^languages: \[(.*)\]$/m,
      (_, own: string) => `languages: [${[own, ...moreLanguages].join(", ")}]`,
    )
    .replace(/^models:\n(?:[ #].*\n|\n)+/m, `${pool}\n`)
    .replace(
      /^(\s+)type: conversation$/m,
      `$1type: conversation\n$1charactersPerSecond: ${charactersPerSecond}`,
    );
  if (!replaced.includes("charactersPerSecond:") || replaced.includes("demo:plain\n"))
    throw new Error("the example has another form than this test knows");
  const running = await startTestServer({
    study: { ...files, "study.yaml": replaced },
    pages: await loadStaticPages((await buildWeb()).folder),
  });
  const [shelved] = (await running.server.shelf.list()).studies;
  return {
    running,
    stub,
    address: `${running.server.baseUrl}/s/${shelved?.opened.study.id}`,
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      await stub[Symbol.asyncDispose]();
    },
  };
}
