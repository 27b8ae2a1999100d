import { useState } from "react";
import { useTranslation } from "react-i18next";
import { canDraw } from "../language/can-draw.ts";
import { nameOfLanguage, namesOfLanguage } from "../language/language-names.ts";
import { Dialog } from "./dialog.tsx";

interface LanguageSwitchProps {
  readonly language: string;
  readonly languages: readonly string[];
  readonly onChange: (language: string) => void;
}

/** The language of the page, and the list of all in a dialog; nothing where there is one only. */
export function LanguageSwitch({ language, languages, onChange }: LanguageSwitchProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  if (languages.length < 2) return null;
  return (
    <div className="language-switch small">
      <button type="button" className="language-now" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        <span className="visually-hidden">{t("frame.language")}: </span>
        <span lang={language}>{nameOfLanguage(language)}</span>
      </button>
      {isOpen && (
        <Dialog title={t("frame.language")} onClose={close}>
          <LanguageList
            language={language}
            languages={languages}
            onPick={(tag) => {
              close();
              if (tag !== language) onChange(tag);
            }}
          />
          <button type="button" className="button plain" onClick={close}>
            {t("common.back")}
          </button>
        </Dialog>
      )}
    </div>
  );
}

interface LanguageListProps {
  readonly language: string;
  readonly languages: readonly string[];
  readonly onPick: (language: string) => void;
}

/**
 * Languages by their own names, and by what the page's language calls them. It stands in a dialog and not in a list of the platform's,
 * which draws with the device's fonts alone: here the fonts of other scripts are fetched, and only once somebody opens it.
 */
function LanguageList({ language, languages, onPick }: LanguageListProps) {
  return (
    <ul className="language-list">
      {languages.map((tag) => {
        const { own, here } = namesOfLanguage(tag, language, canDraw);
        return (
          <li key={tag}>
            <button
              type="button"
              className="language-choice"
              aria-current={tag === language}
              onClick={() => onPick(tag)}
            >
              {own !== null && (
                <span lang={tag} dir="auto">
                  {own}
                </span>
              )}{" "}
              {here !== null && <span className={own === null ? undefined : "small quiet"}>{here}</span>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
