import { useCallback, useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { isTyping } from "../page/is-typing.ts";
import type { CommandEnd } from "../participant/command-queue.ts";

interface VerdictBarProps {
  readonly options: readonly { readonly id: string; readonly label: string }[];
  /** What must happen first; null: a verdict may be given. */
  readonly missing: string | null;
  readonly onVerdict: (id: string) => Promise<CommandEnd>;
}

/** Verdicts on the whole conversation. Number keys pick while nothing is being written. */
export function VerdictBar({ options, missing, onVerdict }: VerdictBarProps) {
  const { t } = useTranslation();
  const [given, setGiven] = useState<string | null>(null);
  const id = useId();
  const give = useCallback(
    (verdict: string) => {
      setGiven(verdict);
      void onVerdict(verdict).then((end) => {
        if (end === "refused") setGiven(null);
      });
    },
    [onVerdict],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || isTyping(event.target)) return;
      const option = options[Number(event.key) - 1];
      if (option === undefined || missing !== null || given !== null) return;
      event.preventDefault();
      give(option.id);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [options, missing, given, give]);

  return (
    <section className="verdicts" aria-labelledby={id}>
      <h3 id={id}>{t("verdict.heading")}</h3>
      <div className="verdict-row">
        {options.map((option, index) => (
          <button
            key={option.id}
            type="button"
            className="button"
            aria-disabled={missing !== null || given !== null}
            aria-keyshortcuts={String(index + 1)}
            onClick={() => {
              if (missing === null && given === null) give(option.id);
            }}
          >
            <span className="key" aria-hidden="true">
              {index + 1}
            </span>
            <span dir="auto">{option.label}</span>
          </button>
        ))}
      </div>
      <p className="small quiet">{missing ?? t("verdict.keys", { count: options.length })}</p>
    </section>
  );
}
