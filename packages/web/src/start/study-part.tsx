import type { ReactNode } from "react";

interface StudyPartProps {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** A heading in the margin, its matter beside it. */
export function StudyPart({ id, title, children }: StudyPartProps) {
  return (
    <section className="study-part" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <div className="study-matter stack">{children}</div>
    </section>
  );
}
