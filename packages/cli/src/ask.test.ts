import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { openSharedRuns } from "@refract/store";
import {
  createPostgresDatabase,
  describeWith,
  postgres,
  StubModelServer,
  sharedData,
} from "@refract/testing";
import { describe, expect, test } from "vitest";
import { refract, workingFolder } from "./command-line.fixture.ts";

describe("asking, as it is typed", () => {
  test("an unknown instrument is answered with those there are", async () => {
    await using _folder = await workingFolder();
    const { exitCode, err } = await refract(
      "ask",
      "nothing",
      "--model",
      "demo:plain",
      "--from",
      ".",
      "--out",
      "run",
    );
    expect(exitCode).toBe(2);
    expect(err).toContain('unknown instrument "nothing", expected one of ');
  });

  test("a step of a collection writes its files once, and a wrong one is answered with those there are", async () => {
    await using _folder = await workingFolder();
    await writeFile(
      "votes.csv",
      `question_idx,verifier_id,selected\n${["a", "b", "c", "d"].map((one) => `0,${one},B\n`).join("")}0,e,A\n`,
    );
    const derive = (step: string) => refract("derive", "culturalbench", step, "--from", ".", "--out", "keys");
    const derived = await derive("keys");
    expect(derived.exitCode).toBe(0);
    expect(derived.out).toMatch(/Human accuracy\n.* [0-9.]+ %/);
    expect(await readFile(join("keys", "keys.csv"), "utf8")).toContain("0,B,single,false,5,4");
    const again = await derive("keys");
    expect([again.exitCode, again.err]).toEqual([2, expect.stringContaining("keys.csv can't be written")]);
    expect((await derive("votes")).err).toContain('unknown step "votes" of culturalbench, expected one of');
  });

  test("beside a server on the same data folder a run says that it leaves half of each account to people", async () => {
    await using _folder = await workingFolder();
    const server = createServer((_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end('{"ok":true,"version":"0.0.9"}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const address = server.address();
      if (address === null || typeof address === "string") throw new Error("the server has no port");
      const baseUrl = `http://127.0.0.1:${address.port}`;
      await mkdir("data");
      await writeFile("data/serving.json", JSON.stringify({ baseUrl, linkUrl: baseUrl }));
      await writeFile(
        "stories.csv",
        "ID,Country,Subaxis,Value,Rule-of-Thumb,Story,Gold Label\n1,japan,visiting,Tidiness,Coats are hung up.,Kei dropped a coat.,no\n",
      );
      const ask = (out: string, data: string) =>
        refract(
          ...["ask", "normad", "--model", "demo:plain", "--from", ".", "--out", out],
          ...["--no-parquet", "--data", data],
        );
      const beside = await ask("run", "data");
      expect(beside.err).toContain(
        "a server runs on data: this run takes at most half of the calls that each account bears",
      );
      expect(beside.exitCode).toBe(0);
      expect((await ask("alone", "elsewhere")).err).not.toContain("a server runs");
    } finally {
      server.close();
    }
  });

  test("a second judge is refused; the last one won unsaid", async () => {
    const judged = ["--judge", "demo:plain", "--judge", "demo:careful"];
    const asked = ["ask", "cultural-kaleidoscope", "--model", "demo:plain", "--from", ".", "--out", "run"];
    const { exitCode, err } = await refract(...asked, ...judged);
    expect(exitCode).toBe(2);
    expect(err).toContain('--judge: stands twice, "demo:plain" and "demo:careful", expected one');
  });

  test("example prompts of a run hold no text that is not to be published, and the judge's words", async () => {
    await using _folder = await workingFolder();
    await writeFile(
      "stories.csv",
      "ID,Country,Subaxis,Value,Rule-of-Thumb,Story,Gold Label\n1,japan,visiting,Tidiness,Coats are hung up.,Kei dropped a coat.,no\n",
    );
    const { exitCode } = await refract(
      ...["ask", "normad", "--model", "demo:plain", "--from", ".", "--out", "run", "--no-parquet"],
    );
    expect(exitCode).toBe(0);
    const manifest = await readFile(join("run", "manifest.json"), "utf8");
    expect(manifest).not.toMatch(/Kei|Coats|Tidiness/);
    expect(manifest).toContain("Story: {question}");
    expect(manifest).toContain("Rule of thumb: {rule}");
    await writeFile(
      "questions.csv",
      "id,culture,dimension,question\nq1,Arabic,Security,A provoking question?\n",
    );
    const judged = ["--judge", "demo:plain", "--out", "judged", "--no-parquet"];
    await refract("ask", "cultural-kaleidoscope", "--model", "demo:plain", "--from", ".", ...judged);
    const { prompts } = JSON.parse(await readFile(join("judged", "manifest.json"), "utf8"));
    expect(JSON.stringify(prompts)).not.toContain("provoking");
    expect(JSON.stringify(prompts[0].judge)).toContain("You review replies of assistants for cultural harm.");
  });

  test("refract instruments lists ids, modes and variants", async () => {
    const { exitCode, out } = await refract("instruments", "--json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(out).map(({ id }: { id: string }) => id)).toContain("kornat");
  });
});

test.skipIf(process.platform !== "linux")(
  "a place where the system makes no folder is refused, not tried for ever",
  async () => {
    await using _folder = await workingFolder();
    const places: readonly (readonly string[])[] = [
      ["ask", "kornat", "--model", "demo:plain", "--from", ".", "--out", "/proc/none/run"],
      ["report", "run", "--out", "/proc/none"],
      ["analyze", ".", "--out", "/proc/none/report"],
      ["export", "study", "--out", "/proc/none/data"],
      ["simulate", "study.yaml", "--people", "1", "--out", "/proc/none/data"],
      ["study", "new", "prism", "/proc/none/study"],
    ];
    for (const args of places) {
      const { exitCode, err } = await refract(...args);
      expect(exitCode, args[0]).toBe(2);
      expect(err, args[0]).toMatch(
        /^refract: (--out|folder): \/proc\/none\S*: no folder can be made in \/proc, expected a folder/,
      );
    }
    const { err } = await refract("serve", "--data", "/proc/none/data");
    expect(err).toContain("--data: /proc/none/data: no folder can be made in /proc");
  },
);

test("a worker without a database is bad usage", async () => {
  await using _folder = await workingFolder();
  for (const args of [
    ["worker"],
    [...["ask", "kornat", "--model", "demo:plain"], ...["--from", ".", "--out", "run", "--workers", "2"]],
  ]) {
    const { exitCode, err } = await refract(...args);
    expect(exitCode).toBe(2);
    expect(err).toContain("--database-url: missing, expected postgres://user:password@host:port/database");
  }
});

await describeWith(sharedData("kornat"), "KorNAT on the made records", (from) => {
  test("ask, score, compare and report work one after the other; demo models are called so", async () => {
    await using folder = await workingFolder();
    const asked = await refract(
      ...["ask", "kornat", "--model", "demo:plain", "--model", "demo:blunt", "--from", from],
      ...["--variant", "t1", "--out", "run"],
    );
    expect(asked).toMatchObject({ exitCode: 0, err: "" });
    expect(asked.out).toContain("demo:plain (scripted demonstration)");
    expect((await refract("score", "run", "--no-parquet")).exitCode).toBe(0);
    expect((await refract("compare", "run")).out).toContain("demo:plain");
    expect((await refract("report", "run", "--out", "card")).exitCode).toBe(0);
    const page = await readFile(join(folder.path, "card", "index.html"), "utf8");
    expect(page).toContain("scripted demonstration text, not a language model");
    expect(page).toContain("The records were made for tests");
  });

  test("a server of the OpenAI wire is asked by its address; a mode it can't serve is bad usage", async () => {
    await using _folder = await workingFolder();
    await using stub = await StubModelServer.start({
      decide: () => ({ kind: "answer", text: "D", alternatives: {} }),
    });
    const ask = ["ask", "kornat", "--model", stub.reference("m"), "--from", from, "--variant", "t1"];
    expect((await refract(...ask, "--out", "run", "--json")).exitCode).toBe(0);
    const refused = await refract(...ask, "--mode", "letter-logprobs", "--out", "other");
    expect(refused.exitCode).toBe(2);
    expect(refused.err).toContain("gives no log-probabilities of first tokens");
    const unpriced = await refract(...ask, "--cap-usd", "1", "--out", "third");
    expect(unpriced.exitCode).toBe(2);
    expect(unpriced.err).toContain("no price for");
  });

  test("an instruction of models.yaml is not sent, and that is said", async () => {
    await using folder = await workingFolder();
    await using stub = await StubModelServer.start({ decide: () => ({ kind: "answer", text: "D" }) });
    await writeFile(
      join(folder.path, "models.yaml"),
      `models:\n  - { id: short, use: "${stub.reference("m")}", instruction: Be brief. }\n`,
    );
    const { exitCode, err } = await refract(
      ...[
        "ask",
        "kornat",
        "--model",
        "short",
        "--from",
        from,
        "--variant",
        "t1",
        "--limit",
        "2",
        "--out",
        "run",
      ],
    );
    expect(exitCode).toBe(0);
    expect(err).toContain("short: its instruction of models.yaml is not sent");
    expect(JSON.stringify(stub.requests)).not.toContain("Be brief");
  });

  test("a server that knows no such model leaves nothing asked, and the folder free for the right name", async () => {
    await using folder = await workingFolder();
    await using stub = await StubModelServer.start({
      decide: ({ model }) =>
        model === "wrong" ? { kind: "status", status: 404 } : { kind: "answer", text: "D" },
    });
    const ask = (model: string) =>
      refract(
        ...["ask", "kornat", "--model", stub.reference(model), "--from", from, "--variant", "t1"],
        ...["--limit", "2", "--out", "run"],
      );
    const unknown = await ask("wrong");
    expect(unknown.exitCode).toBe(1);
    expect(unknown.out).toContain("HTTP 404: the server does not know this model or address");
    expect(unknown.out).toMatch(/\n0 of \d+ samples have an outcome; the same command goes on/);
    expect(unknown.out).not.toContain("next: refract report");
    const { counts } = JSON.parse(await readFile(join(folder.path, "run", "results.json"), "utf8"));
    expect(counts).toMatchObject({ asked: 0, failures: {} });
    const right = await ask("right");
    expect(right.exitCode).toBe(0);
    expect(right.out).not.toContain("stopped");
    const late = await ask("wrong");
    expect(late.exitCode).toBe(2);
    expect(late.err).toContain("holds another run, which differs in models");
  });

  test("a model that refuses every sample makes no success, however often it is asked", async () => {
    await using _folder = await workingFolder();
    await using stub = await StubModelServer.start({ decide: () => ({ kind: "status", status: 400 }) });
    const ask = [
      ...["ask", "kornat", "--model", stub.reference("m"), "--from", from, "--variant", "t1"],
      ...["--limit", "2", "--out", "run"],
    ];
    for (const time of [1, 2]) {
      const { exitCode, out } = await refract(...ask);
      expect(exitCode, `time ${time}`).toBe(1);
      expect(out).toContain(`${stub.reference("m")}: not one sample was answered`);
    }
  });

  test("a server that fails makes no success; the same command asks what is missing", async () => {
    await using _folder = await workingFolder();
    let works = false;
    await using stub = await StubModelServer.start({
      decide: () => (works ? { kind: "answer", text: "D" } : { kind: "hang" }),
    });
    const ask = [
      ...["ask", "kornat", "--model", stub.reference("m"), "--from", from, "--variant", "t1"],
      ...["--limit", "2", "--deadline", "1", "--out", "run"],
    ];
    const failed = await refract(...ask);
    expect(failed.exitCode).toBe(1);
    expect(failed.out).toContain("samples without an answer (2 timeout)");
    expect(failed.out).toContain("not complete: the same command asks again");
    works = true;
    const again = await refract(...ask);
    expect(again.exitCode).toBe(0);
    expect(again.out).not.toContain("not complete");
  });
});

await describeWith(postgres, "asking by workers, as it is typed", (server) => {
  test("a command with two workers writes what a command without writes, and its workers leave", async (context) => {
    const found = await sharedData("kornat").find();
    if (found.state === "missing") return context.skip(found.reason);
    await using folder = await workingFolder();
    await using database = await createPostgresDatabase(server);
    const ask = [
      ...["ask", "kornat", "--model", "demo:plain", "--from", found.thing],
      ...["--variant", "t1", "--json"],
    ];
    const alone = await refract(...ask, "--out", "alone");
    const { databaseUrl } = database.options;
    const startedAt = performance.now();
    const shared = await refract(...ask, "--out", "shared", "--database-url", databaseUrl, "--workers", "2");
    const tookMs = performance.now() - startedAt;
    expect(shared).toMatchObject({ exitCode: 0, err: "" });
    // Workers that don't end by themselves are killed after half a minute.
    expect(tookMs).toBeLessThan(30_000);
    expect({ ...JSON.parse(shared.out), folder: "" }).toEqual({ ...JSON.parse(alone.out), folder: "" });
    for (const name of ["results.json", "responses.jsonl", "manifest.json"])
      expect(await readFile(join(folder.path, "shared", name), "utf8"), name).toBe(
        await readFile(join(folder.path, "alone", name), "utf8"),
      );
    await using runs = await openSharedRuns(database.options);
    expect(await runs.liveWorkers(600_000)).toEqual([]);
    expect(await runs.openRuns()).toEqual([]);
  }, 120_000);
});
