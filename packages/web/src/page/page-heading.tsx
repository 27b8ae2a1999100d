import { type ReactNode, useEffect, useRef } from "react";

interface PageHeadingProps {
  readonly children: ReactNode;
  /** Of the document: what a tab or a screen reader calls this page. */
  readonly title: string;
  readonly hidden?: boolean;
}

let firstPage = true;

/** The one `h1`. It takes the focus whenever a new page comes, so that reading and tabbing start there. */
export function PageHeading({ children, title, hidden = false }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (firstPage) {
      firstPage = false;
      return;
    }
    window.scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <h1 ref={heading} tabIndex={-1} className={hidden ? "visually-hidden" : undefined}>
      {children}
    </h1>
  );
}
