import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTextLanguage } from "../language/text-languages.tsx";
import { ConfirmDialog } from "../page/confirm-dialog.tsx";
import { isTyping } from "../page/is-typing.ts";
import { NumberKeysSwitch, useNumberKeys } from "../page/number-keys.tsx";
import type { CommandEnd } from "../participant/command-queue.ts";

interface VerdictBarProps {
  readonly options: readonly { readonly id: string; readonly label: string }[];
  /** What must happen first; null: a verdict may be given. */
  readonly missing: string | null;
  /** Whether a message is written that was not sent. */
  readonly hasDraft: () => boolean;
  readonly onVerdict: (id: string) => Promise<CommandEnd>;
}

/** Verdicts on the whole conversation, which they end: each is asked about once more. Number keys pick while nothing is being written, until they are turned off. */
export function VerdictBar({ options, missing, hasDraft, onVerdict }: VerdictBarProps) {
  const languageOf = useTextLanguage();
  const { t } = useTranslation();
  const [given, setGiven] = useState<string | null>(null);
  const [asked, setAsked] = useState<VerdictBarProps["options"][number] | null>(null);
  const keys = useNumberKeys();
  const id = useId();
  // Who has no keys is told of none.
  const hint = missing ?? (keys.areOn ? t("verdict.keys", { count: options.length }) : null);
  const give = (verdict: string) => {
    setAsked(null);
    setGiven(verdict);
    void onVerdict(verdict).then((end) => {
      if (end === "refused") setGiven(null);
    });
  };

  useEffect(() => {
    if (!keys.areOn) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || isTyping(event.target)) return;
      const option = options[Number(event.key) - 1];
      if (option === undefined || missing !== null || given !== null || asked !== null) return;
      event.preventDefault();
      setAsked(option);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [options, missing, given, asked, keys.areOn]);

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
            aria-keyshortcuts={keys.areOn ? String(index + 1) : undefined}
            onClick={() => {
              if (missing === null && given === null) setAsked(option);
            }}
          >
            {keys.areOn && (
              <span className="key" aria-hidden="true">
                {index + 1}
              </span>
            )}
            <span {...languageOf(option.label)}>{option.label}</span>
          </button>
        ))}
      </div>
      {asked !== null && (
        <ConfirmDialog
          title={t("verdict.confirmTitle")}
          confirm={t("verdict.confirm")}
          onConfirm={() => give(asked.id)}
          onBack={() => setAsked(null)}
        >
          <p>
            <strong {...languageOf(asked.label)}>{asked.label}</strong>
          </p>
          <p>{t("verdict.confirmText")}</p>
          {hasDraft() && <p>{t("write.draftLeft")}</p>}
        </ConfirmDialog>
      )}
      {hint !== null && <p className="small quiet">{hint}</p>}
      <NumberKeysSwitch keys={keys} />
    </section>
  );
}
