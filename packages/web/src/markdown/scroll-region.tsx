import { type ReactNode, useEffect, useRef, useState } from "react";

interface ScrollRegionProps {
  /** Spoken name of what scrolls. */
  readonly label: string;
  readonly children: ReactNode;
}

/**
 * Wide content scrolls here instead of stretching the page. As long as it does, the keyboard can get there too, and a shadow
 * stands at each edge behind which there is more: phones show no scroll bar until a finger moves.
 */
export function ScrollRegion({ label, children }: ScrollRegionProps) {
  const region = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  const [more, setMore] = useState("none");
  useEffect(() => {
    const element = region.current;
    if (element === null) return;
    const measure = () => {
      const width = element.scrollWidth - element.clientWidth;
      // Text from right to left begins at 0 and scrolls to less.
      const isRightToLeft = getComputedStyle(element).direction === "rtl";
      const before = isRightToLeft ? width + element.scrollLeft : element.scrollLeft;
      setScrolls(width > 0);
      setMore(moreAt(before > 1, before < width - 1));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, []);
  // A group and no landmark: an answer may have many of them under one name.
  return scrolls ? (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must do so by keyboard too
    <div ref={region} className="scroll-region" data-more={more} role="group" tabIndex={0} aria-label={label}>
      {children}
    </div>
  ) : (
    <div ref={region} className="scroll-region" data-more={more}>
      {children}
    </div>
  );
}

function moreAt(left: boolean, right: boolean): string {
  if (left) return right ? "both" : "left";
  return right ? "right" : "none";
}
