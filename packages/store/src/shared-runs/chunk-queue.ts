import { PgBoss } from "pg-boss";
import * as z from "zod";

/** Places in a plan, from first to before end. */
export type Span = readonly [first: number, end: number];

/** Samples of one model that are asked by one process. */
export interface Chunk {
  readonly model: number;
  readonly spans: readonly Span[];
}

/** A chunk that was taken; it has to be completed or handed back, and until then to be kept. */
export interface ChunkJob extends Chunk {
  readonly id: string;
}

/** A process that does not say for so long that it is at a chunk has lost it. The shortest pg-boss allows. */
const heartbeatSeconds = 10;
/** A chunk whose processes died so often is given up: something in it kills them. */
const mostTries = 20;
const longestDays = 13;

const schema = "refract_jobs";
const chunkSchema = z.object({
  model: z.number().int(),
  spans: z.array(z.tuple([z.number().int(), z.number().int()])),
});

/**
 * Chunks of runs as jobs of pg-boss, one queue a run and model. Which samples are missing follows from their rows and never from the
 * jobs: a job that is done twice asks nothing the second time.
 */
export class ChunkQueue {
  readonly #boss: PgBoss;
  readonly #known = new Set<string>();

  private constructor(boss: PgBoss) {
    this.#boss = boss;
  }

  /** Makes pg-boss's tables where they are missing. What goes wrong behind the scenes is told to `onProblem`. */
  static async open(databaseUrl: string, onProblem: (problem: Error) => void): Promise<ChunkQueue> {
    const boss = new PgBoss({
      connectionString: databaseUrl,
      application_name: "refract jobs",
      schema,
      max: 3,
      schedule: false,
      superviseIntervalSeconds: 1,
      monitorIntervalSeconds: 2,
    });
    boss.on("error", onProblem);
    await boss.start();
    return new ChunkQueue(boss);
  }

  async close(): Promise<void> {
    await this.#boss.stop({ graceful: false });
  }

  async insert(runId: string, chunks: readonly Chunk[]): Promise<void> {
    const byModel = Map.groupBy(chunks, ({ model }) => model);
    for (const [model, ofModel] of byModel) {
      const queue = queueName(runId, model);
      await this.#boss.createQueue(queue, {
        retryLimit: mostTries,
        retryDelay: 0,
        heartbeatSeconds,
        // The heartbeat says whether somebody is at it; how long that takes is nobody's business.
        expireInSeconds: 23 * 3600,
        retentionSeconds: longestDays * 24 * 3600,
      });
      await this.#boss.insert(
        queue,
        ofModel.map((chunk) => ({ data: chunk })),
      );
    }
  }

  /** The first chunk of a model that nobody is at; null when there is none now. */
  async take(runId: string, model: number): Promise<ChunkJob | null> {
    const queue = queueName(runId, model);
    if (!this.#known.has(queue) && (await this.#boss.getQueue(queue)) === null) return null;
    this.#known.add(queue);
    const [job] = await this.#boss.fetch(queue);
    return job === undefined ? null : { id: job.id, ...chunkSchema.parse(job.data) };
  }

  /** Says that somebody is still at these. */
  async keep(runId: string, jobs: readonly ChunkJob[]): Promise<void> {
    for (const [model, ofModel] of Map.groupBy(jobs, (job) => job.model))
      await this.#boss.touch(
        queueName(runId, model),
        ofModel.map(({ id }) => id),
      );
  }

  async complete(runId: string, job: ChunkJob): Promise<void> {
    await this.#boss.complete(queueName(runId, job.model), job.id);
  }

  /** Somebody else may have it, at once. */
  async handBack(runId: string, job: ChunkJob): Promise<void> {
    await this.#boss.fail(queueName(runId, job.model), job.id);
  }

  async counts(
    runId: string,
  ): Promise<{ readonly live: number; readonly active: number; readonly failed: number }> {
    const { rows } = await this.#boss.getDb().executeSql(
      `select count(*) filter (where state in ('created', 'retry', 'active')) as live,
         count(*) filter (where state = 'active') as active,
         count(*) filter (where state = 'failed') as failed
       from ${schema}.job where name like $1`,
      [`${queuePrefix(runId)}%`],
    );
    return z
      .object({ live: z.coerce.number(), active: z.coerce.number(), failed: z.coerce.number() })
      .parse(rows[0]);
  }

  async remove(runId: string): Promise<void> {
    const { rows } = await this.#boss
      .getDb()
      .executeSql(`select name from ${schema}.queue where name like $1`, [`${queuePrefix(runId)}%`]);
    for (const { name } of z.array(z.object({ name: z.string() })).parse(rows))
      await this.#boss.deleteQueue(name);
  }
}

/** Ids of runs are UUIDs: nothing in them means anything to LIKE. */
function queuePrefix(runId: string): string {
  return `run-${runId}-`;
}

function queueName(runId: string, model: number): string {
  return `${queuePrefix(runId)}${model}`;
}
