import { existsSync } from "node:fs";
import type { Backend } from "./database.ts";
import { migrations, requireKnownVersion } from "./migrations/migrate.ts";
import type { StoreOptions } from "./open-store.ts";
import { openPostgres } from "./postgres/open-postgres.ts";
import { studyVersionRow } from "./rows.ts";
import { openSqlite } from "./sqlite/open-sqlite.ts";
import type { StudyVersionRow } from "./tables.ts";

/** What stands in a store before its tables are brought up to date. */
export interface StorePreview {
  /** Version of its tables, 0 where there are none yet. */
  readonly schema: number;
  /** The version that opening it brings them to. */
  readonly nextSchema: number;
  /** Every version of every study in order, with how many people are under way in it. */
  readonly versions: readonly (StudyVersionRow & { readonly active: number })[];
}

/** Reads the stored studies of whatever earlier version and changes nothing. Throws as `openStore` does. */
export async function previewStore(options: StoreOptions): Promise<StorePreview> {
  const nothing = { schema: 0, nextSchema: migrations.length, versions: [] };
  if ("file" in options && !existsSync(options.file)) return nothing;
  const backend = "file" in options ? await openSqlite(options) : openPostgres(options);
  try {
    const schema = await requireKnownVersion(backend.kysely, backend);
    return schema === 0 ? nothing : { ...nothing, schema, versions: await storedVersions(backend) };
  } catch (thrown) {
    throw backend.problem(thrown);
  } finally {
    await backend.kysely.destroy();
  }
}

/** Columns and tables that were there from the first version on. */
async function storedVersions({ kysely }: Backend): Promise<StorePreview["versions"]> {
  const rows = await kysely
    .selectFrom("studyVersions")
    .select(["studyId", "version", "hash", "bundle", "createdAt"])
    .execute();
  const active = await kysely
    .selectFrom("participants")
    .select(["studyId", "studyVersion", (select) => select.fn.countAll<number>().as("people")])
    .where("status", "=", "active")
    .groupBy(["studyId", "studyVersion"])
    .execute();
  const activeIn = new Map(active.map((row) => [`${row.studyId}@${row.studyVersion}`, Number(row.people)]));
  return rows
    .toSorted((a, b) => (a.studyId === b.studyId ? a.version - b.version : a.studyId < b.studyId ? -1 : 1))
    .map((row) => ({
      ...studyVersionRow(row),
      active: activeIn.get(`${row.studyId}@${row.version}`) ?? 0,
    }));
}
