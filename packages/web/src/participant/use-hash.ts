import { useCallback, useSyncExternalStore } from "react";

const subscribe = (listener: () => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

/** The part of the address after `#`, so that the browser's back button leaves pages beside the study. */
export function useHash(): readonly [string, (hash: string) => void] {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  const set = useCallback((next: string) => {
    window.location.hash = next;
  }, []);
  return [hash, set];
}
