import { useEffect, useState } from "react";

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  readonly doneLabel: string;
  /** What is copied, for screen readers, where a page has several of these. */
  readonly what?: string;
}

/** Copies a text and says so on the button. Where the clipboard is out of reach the text itself can be selected. */
export function CopyButton({ text, label, doneLabel, what }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <button type="button" className="button" onClick={() => void copy()}>
      <span aria-live="polite">{copied ? doneLabel : label}</span>
      {what !== undefined && <span className="visually-hidden"> {what}</span>}
    </button>
  );
}
