import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

const AnnounceContext = createContext<(text: string) => void>(() => undefined);

/** Says a sentence to screen readers without moving anybody. It goes with what said it: on the next page it would be wrong. */
export function useAnnounce(): (text: string) => void {
  const announce = useContext(AnnounceContext);
  useEffect(() => () => announce(""), [announce]);
  return announce;
}

export function Announcer({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState({ text: "", turn: 0 });
  const announce = useCallback((text: string) => {
    setSaid((before) => ({ text, turn: before.turn + 1 }));
  }, []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div className="visually-hidden" role="status" aria-live="polite">
        {/* A new element each time: the same sentence twice is spoken twice. */}
        <span key={said.turn}>{said.text}</span>
      </div>
    </AnnounceContext>
  );
}
