import { type ReactNode, useEffect, useRef, useState } from "react";

interface ScrollRegionProps {
  /** Spoken name of what scrolls. */
  readonly label: string;
  readonly children: ReactNode;
}

/** Wide content scrolls here instead of stretching the page. As long as it does, the keyboard can get there too. */
export function ScrollRegion({ label, children }: ScrollRegionProps) {
  const region = useRef<HTMLElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = region.current;
    if (element === null) return;
    const measure = () => setScrolls(element.scrollWidth > element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return scrolls ? (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must do so by keyboard too
    <section ref={region} className="scroll-region" tabIndex={0} aria-label={label}>
      {children}
    </section>
  ) : (
    <section ref={region} className="scroll-region">
      {children}
    </section>
  );
}
