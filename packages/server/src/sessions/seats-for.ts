import { type Session, sessionCells } from "@refract/collect";
import type { Commit } from "@refract/store";

/** The kinds of people that a commit puts somebody into; null when it puts them into none. */
export function seatsFor(before: Session, after: Session): Required<Pick<Commit, "seats">> | null {
  const had = new Set(sessionCells(before).map(({ name }) => name));
  const cells = sessionCells(after).filter(({ name }) => !had.has(name));
  const { participant, opened } = after;
  return cells.length === 0
    ? null
    : { seats: { studyId: opened.study.id, simulated: participant.simulated, cells } };
}
