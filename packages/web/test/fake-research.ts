import type { Job, ModelCheck, Overview } from "../src/start/researcher-api.ts";

interface Answers {
  readonly json: (status: number, value: unknown) => void;
  readonly refuse: (status: number, code: string, reason: string) => void;
  readonly openStream: (start: (send: (event: string, data: unknown) => void) => () => void) => void;
}

/** The researcher's side of the made-up server: one study, jobs that run by themselves. */
export class FakeResearch {
  signedIn = true;
  empty = false;
  /** Milliseconds between two steps of a job. */
  stepMs = 15;
  #people = 0;
  readonly #jobs = new Map<string, Job>();
  readonly #listeners = new Set<() => void>();

  overview(): Overview {
    const study = {
      id: "prism",
      title: "Whose values does a language model serve?",
      version: 3,
      state: "open" as const,
      link: "http://127.0.0.1:8787/s/prism",
      recruitment: {
        address:
          "http://127.0.0.1:8787/s/prism?PROLIFIC_PID={{%PROLIFIC_PID%}}&STUDY_ID={{%STUDY_ID%}}&SESSION_ID={{%SESSION_ID%}}",
        panel: "Prolific",
        open: [],
        addsParameters: false,
      },
      testLink: "http://127.0.0.1:8787/s/prism?test",
      places: { taken: 0, of: 300 },
      people: {
        test: 0,
        people: this.#people,
        completed: Math.max(0, this.#people - 2),
        withdrawn: 0,
        simulated: this.#people,
      },
      conversations: this.#people * 6,
      finishedConversations: this.#people * 6 - (this.#people > 0 ? 3 : 0),
      utterances: this.#people * 51,
      spentUsd: 0,
      reservedUsd: 0,
      capUsd: 25,
      demonstration: true,
      models: [
        { id: "plain", use: "demo:plain", demo: true },
        { id: "careful", use: "demo:careful", demo: true },
        { id: "warm", use: "demo:warm", demo: true },
        { id: "local", use: "ollama:llama3.2", demo: false },
      ],
    };
    return {
      version: "0.1.0",
      dataFolder: "/home/ada/refract-data",
      onlyHere: true,
      setAside: [],
      accounts: [
        {
          account: "http/127.0.0.1:8000",
          limit: 64,
          running: 12,
          waiting: 0,
          restMs: 0,
          waitedP95Ms: 4,
        },
      ],
      studies: this.empty ? [] : [study],
    };
  }

  answer(route: string, body: string, { json, refuse, openStream }: Answers): void {
    if (!this.signedIn) {
      refuse(403, "not-allowed", "sign-in-needed");
      return;
    }
    const jobId = /^jobs\/([\w-]+)\/stream$/.exec(route)?.[1];
    if (jobId !== undefined) {
      openStream((send) => this.#watch(jobId, send));
      return;
    }
    switch (route) {
      case "overview":
        json(200, this.overview());
        return;
      case "stream":
        openStream((send) => {
          const listener = () => send("overview", this.overview());
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        });
        return;
      case "models/check": {
        const checks: readonly ModelCheck[] = this.overview().studies.flatMap((study) =>
          study.models.map((model) => ({
            ...model,
            answers: model.demo,
            detail: model.demo ? "Hello." : "ollama does not answer at http://127.0.0.1:11434",
            totalMs: model.demo ? 42 : 2003,
          })),
        );
        json(200, checks);
        return;
      }
      case "simulate":
        json(200, { jobId: this.#start("simulate", JSON.parse(body).people) });
        return;
      case "export":
        json(200, { jobId: this.#start("export", 5) });
        return;
      default:
        refuse(404, "not-found", "not-found");
    }
  }

  #start(kind: Job["kind"], total: number): string {
    const id = `${kind}-${this.#jobs.size + 1}`;
    const message = kind === "simulate" ? "people have finished" : "files are written";
    this.#jobs.set(id, { id, kind, state: "running", done: 0, total, message, result: null });
    return id;
  }

  #watch(id: string, send: (event: string, data: unknown) => void): () => void {
    const timer = setInterval(() => {
      const job = this.#jobs.get(id);
      if (job === undefined) return;
      const done = Math.min(job.total, job.done + 1);
      const isDone = done === job.total;
      const next: Job = {
        ...job,
        done,
        state: isDone ? "done" : "running",
        result: isDone ? resultOf(job) : null,
      };
      this.#jobs.set(id, next);
      if (job.kind === "simulate" && done > job.done) {
        this.#people += 1;
        for (const listener of this.#listeners) listener();
      }
      send("job", next);
      if (isDone) clearInterval(timer);
    }, this.stepMs);
    return () => clearInterval(timer);
  }
}

function resultOf(job: Job): Job["result"] {
  if (job.kind === "simulate") return { folder: null, files: [], problems: null };
  const files = [
    ["survey.jsonl", 48_210],
    ["conversations.jsonl", 612_400],
    ["utterances.jsonl", 1_204_113],
    ["manifest.json", 2_130],
  ] as const;
  return {
    folder: "/home/ada/refract-data/exports/prism-2026-11-23",
    files: files.map(([name, bytes]) => ({ name, bytes, href: `/api/r/jobs/${job.id}/files/${name}` })),
    problems: 0,
  };
}
