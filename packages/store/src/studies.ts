import { RefractError } from "@refract/core";
import type { Kysely } from "kysely";
import type { Database, Work } from "./database.ts";
import { studyVersionRow } from "./rows.ts";
import type { StudyRow, StudyVersionRow } from "./tables.ts";

/** Adds the study and its next version; both are kept as they are when nothing changed. */
export async function putStudy(
  work: Work,
  study: StudyRow,
  version: Omit<StudyVersionRow, "version">,
): Promise<{ study: StudyRow; version: StudyVersionRow }> {
  await work.db
    .insertInto("studies")
    .values(study)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  const kept = await lockStudy(work, study.id);
  const latest = await studyVersion(work.db, study.id);
  if (latest !== null && latest.hash === version.hash) return { study: kept, version: latest };
  const next: StudyVersionRow = { ...version, studyId: study.id, version: (latest?.version ?? 0) + 1 };
  await work.db
    .insertInto("studyVersions")
    .values({ ...next, bundle: JSON.stringify(next.bundle) })
    .execute();
  return { study: kept, version: next };
}

/** Until the transaction ends nobody else adds a version or a person to the study. */
export async function lockStudy({ db, dialect }: Work, studyId: string): Promise<StudyRow> {
  const study = await db
    .selectFrom("studies")
    .selectAll()
    .where("id", "=", studyId)
    .$if(dialect === "postgres", (query) => query.forNoKeyUpdate())
    .executeTakeFirst();
  if (study === undefined) throw new RefractError("not-found", `study "${studyId}": is not in the store`);
  return study;
}

export async function studies(db: Kysely<Database>): Promise<readonly StudyRow[]> {
  const rows = await db.selectFrom("studies").selectAll().execute();
  return rows.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

export async function studyVersion(
  db: Kysely<Database>,
  studyId: string,
  version?: number,
): Promise<StudyVersionRow | null> {
  const row = await db
    .selectFrom("studyVersions")
    .selectAll()
    .where("studyId", "=", studyId)
    .$if(version !== undefined, (query) => query.where("version", "=", version ?? 0))
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : studyVersionRow(row);
}
