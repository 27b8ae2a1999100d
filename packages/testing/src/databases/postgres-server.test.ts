import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { expect, test } from "vitest";
import { createPostgresDatabase, describeWith, findPostgresPrograms, postgres } from "../index.ts";

const module = fileURLToPath(new URL("postgres-server.ts", import.meta.url));

test("server programs are found in PATH, and a folder that has only some of them is passed over", () => {
  const folder = mkdtempSync(join(tmpdir(), "refract-test-"));
  const put = (name: string, program: string) => {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, program), "");
    chmodSync(join(folder, name, program), 0o755);
  };
  put("half", "initdb");
  put("whole", "initdb");
  put("whole", "postgres");
  const PATH = `${join(folder, "half")}:${join(folder, "whole")}`;
  expect(findPostgresPrograms({ PATH })).toBe(join(folder, "whole"));
  rmSync(folder, { recursive: true });
});

await describeWith(postgres, "a PostgreSQL for tests", (server) => {
  test("every database is fresh and gone after use", async () => {
    const names: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      await using database = await createPostgresDatabase(server);
      const client = new pg.Client({ connectionString: database.options.databaseUrl });
      await client.connect();
      const { rows } = await client.query(
        "select count(*)::int as tables from pg_tables where schemaname = 'public'",
      );
      await client.query("create table mine (id int)");
      await client.end();
      expect(rows).toEqual([{ tables: 0 }]);
      names.push(new URL(database.options.databaseUrl).pathname.slice(1));
    }
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    const { rows } = await client.query("select datname from pg_database where datname = any($1)", [names]);
    await client.end();
    expect(rows).toEqual([]);
  });

  test.skipIf(findPostgresPrograms() === undefined)(
    "the server ends with the run that started it, even one that is killed",
    async () => {
      const program = `const { postgres } = await import(${JSON.stringify(module)});
        console.log(JSON.stringify(await postgres.find())); setInterval(() => {}, 1000);`;
      const { VITEST: _, REFRACT_TEST_POSTGRES_URL: __, ...environment } = process.env;
      const run = spawn(process.execPath, ["--input-type=module", "-e", program], {
        env: environment,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [line] = await once(run.stdout, "data");
      const found = JSON.parse(String(line));
      expect(found.state, found.reason).toBe("found");
      const folder = join(tmpdir(), `refract-postgres-${run.pid}`);
      expect(existsSync(folder)).toBe(true);
      run.kill("SIGKILL");
      for (let wait = 0; wait < 100 && existsSync(folder); wait += 1) await sleep(100);
      expect(existsSync(folder)).toBe(false);
      const client = new pg.Client({ connectionString: found.thing.url });
      await expect(client.connect()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    },
    60_000,
  );
});
