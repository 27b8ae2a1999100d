let stopKeeping: (() => void) | null = null;

/** How long a slow phone may take to lay out what stands above. */
const settlingMs = 3000;

/** What people do themselves; from then on the window is theirs. */
const acts = ["wheel", "touchstart", "pointerdown", "keydown"] as const;

/**
 * Puts the focus on an element and keeps it in the window until the page has settled or the person does something. Long texts above it are laid out once
 * they come near the window (`content-visibility`), so that what was in sight may be pushed thousands of pixels down.
 */
export function focusInView(element: HTMLElement | null | undefined): void {
  stopKeeping?.();
  if (element === null || element === undefined) return;
  // Scrolled to below, once what is near the window has its height.
  element.focus({ preventScroll: true });
  if (document.activeElement !== element) return;
  // Told at once, and each time that what stands on the page takes another height.
  const observer = new ResizeObserver(() => {
    if (element.isConnected) element.scrollIntoView({ block: "nearest" });
    else stop();
  });
  const stop = () => {
    observer.disconnect();
    clearTimeout(timer);
    for (const act of acts) window.removeEventListener(act, stop);
    element.removeEventListener("blur", stop);
    stopKeeping = null;
  };
  const timer = setTimeout(stop, settlingMs);
  stopKeeping = stop;
  for (const act of acts) window.addEventListener(act, stop, { passive: true });
  element.addEventListener("blur", stop);
  observer.observe(document.body);
}
