import { useCallback, useEffect, useState } from "react";
import { useSession } from "./session-context.tsx";

/**
 * The text of a field, kept in this browser until it is sent. What the same person writes in another tab comes here too: no tab shows an
 * older text, and none writes over a newer one.
 */
export function useDraft(place: string): readonly [string, (text: string) => void] {
  const { memory } = useSession();
  const [text, setText] = useState(() => memory.draft(place));
  useEffect(() => memory.watchDraft(place, setText), [memory, place]);
  const write = useCallback(
    (next: string) => {
      setText(next);
      memory.saveDraft(place, next);
    },
    [memory, place],
  );
  return [text, write];
}
