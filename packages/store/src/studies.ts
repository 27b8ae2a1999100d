import { RefractError } from "@refract/core";
import type { Kysely } from "kysely";
import type { Database, Work } from "./database.ts";
import { studyVersionRow } from "./rows.ts";
import type { NewStudyVersion, StudyRow, StudyVersionRow } from "./tables.ts";

/**
 * Adds the study and its next version; both are kept as they are when nothing changed. A version of the same files that can't be read any
 * more is written anew, and nothing is added.
 */
export async function putStudy(
  work: Work,
  study: StudyRow,
  version: NewStudyVersion,
): Promise<{ study: StudyRow; version: StudyVersionRow }> {
  await work.db
    .insertInto("studies")
    .values(study)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  const kept = await lockStudy(work, study.id);
  const mended = await mend(work, study.id, version);
  const latest = mended ?? (await studyVersion(work.db, study.id));
  if (latest !== null && latest.hash === version.hash) return { study: kept, version: latest };
  const next = { ...version, studyId: study.id, version: (latest?.version ?? 0) + 1 };
  await work.db
    .insertInto("studyVersions")
    .values({ ...next, bundle: JSON.stringify(next.bundle) })
    .execute();
  return { study: kept, version: { ...next, damage: null } };
}

/** The last version of these files that was damaged, whole again; null where none was. */
async function mend(
  { db }: Work,
  studyId: string,
  { hash, bundle }: NewStudyVersion,
): Promise<StudyVersionRow | null> {
  const same = await db
    .selectFrom("studyVersions")
    .selectAll()
    .where("studyId", "=", studyId)
    .where("hash", "=", hash)
    .orderBy("version")
    .execute();
  const damaged = same.map(studyVersionRow).filter(({ damage }) => damage !== null);
  for (const { version } of damaged)
    await db
      .updateTable("studyVersions")
      .set({ bundle: JSON.stringify(bundle) })
      .where("studyId", "=", studyId)
      .where("version", "=", version)
      .execute();
  const last = damaged.at(-1);
  return last === undefined ? null : { ...last, bundle, damage: null };
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
