import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useTextLanguage } from "../language/text-languages.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import "./study-frame.css";

interface StudyFrameProps {
  readonly title: string;
  readonly contact: string | null;
  readonly demonstration: boolean;
  /** Came by a test link: nothing counts. */
  readonly test: boolean;
  readonly language: string;
  readonly languages: readonly string[];
  readonly onLanguage: (language: string) => void;
  /** Where the person is; null before and after. */
  readonly progress: { readonly index: number; readonly count: number; readonly title: string } | null;
  /** Connection lost, and whether something entered waits for it; null while it is there. */
  readonly reconnecting: "all-saved" | "unsent" | null;
  readonly receiptLink: boolean;
  readonly children: ReactNode;
}

/** What stands round every participant page: the study's name, how far along, the language, and what was promised. */
export function StudyFrame(props: StudyFrameProps) {
  const languageOf = useTextLanguage();
  const { t } = useTranslation();
  const { progress } = props;
  const steps = Array.from({ length: progress?.count ?? 0 }, (_, step) => step);
  return (
    <>
      {/* A button, not a link: the address says which page this is, and going past the header must not change it. */}
      <button
        type="button"
        className="button skip"
        onClick={() => document.getElementById("content")?.focus()}
      >
        {t("frame.skip")}
      </button>
      <header className="frame-header">
        <div className="frame-inner">
          <p className="frame-title" {...languageOf(props.title)}>
            {props.title}
          </p>
          {progress !== null && (
            <p className="frame-progress small">
              <span className="frame-steps" aria-hidden="true">
                {steps.map((step) => (
                  <i key={step} data-state={stateOf(step, progress.index)} />
                ))}
              </span>
              {t("frame.step", { number: progress.index + 1, count: progress.count, title: progress.title })}
            </p>
          )}
          <LanguageSwitch language={props.language} languages={props.languages} onChange={props.onLanguage} />
        </div>
      </header>
      <div className="reconnecting" role="status" data-shown={props.reconnecting !== null}>
        {props.reconnecting !== null && (
          <p>{t(props.reconnecting === "unsent" ? "frame.reconnectingUnsent" : "frame.reconnecting")}</p>
        )}
      </div>
      {props.test && (
        <p className="frame-test small" role="note">
          {t("frame.test")}
        </p>
      )}
      <main id="content" tabIndex={-1}>
        {props.children}
      </main>
      <footer className="frame-footer">
        <div className="frame-inner small">
          {props.demonstration && <p className="frame-demonstration">{t("frame.demonstration")}</p>}
          {props.receiptLink && (
            <p>
              <a href="#receipt">{t("frame.receipt")}</a>
            </p>
          )}
          {props.contact !== null && (
            <p>
              {t("frame.contact")} <bdi {...languageOf(props.contact)}>{props.contact}</bdi>
            </p>
          )}
        </div>
      </footer>
    </>
  );
}

function stateOf(step: number, now: number): "past" | "now" | "next" {
  if (step === now) return "now";
  return step < now ? "past" : "next";
}
