import { flushSync } from "react-dom";
import { useAnnounce } from "./announcer.tsx";
import { focusInView } from "./focus-in-view.ts";

interface Problem {
  /** Id of the element that says what is wrong; it describes the field, or the group that the field is in. */
  readonly id: string;
  /** What it says. */
  readonly words: string;
  /** Writes it there. */
  readonly show: () => void;
  /** The field that the keyboard goes to. */
  readonly field: () => HTMLElement | null | undefined;
}

/**
 * Shows what is wrong, takes the keyboard there, and has it said once. Whoever comes to the field or into its group hears what
 * describes it; whoever is there already would hear nothing, so that it is announced.
 */
export function useProblemTeller(): (problem: Problem) => void {
  const announce = useAnnounce();
  return ({ id, words, show, field }) => {
    // The words have to stand there before the focus comes.
    flushSync(show);
    const found = field() ?? null;
    const described = found?.closest(`[aria-describedby~="${id}"]`);
    const isThere = described?.contains(document.activeElement) ?? true;
    focusInView(found);
    if (isThere) announce(words);
  };
}
