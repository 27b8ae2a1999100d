import { useId } from "react";
import { useTranslation } from "react-i18next";
import { nameOfLanguage } from "../language/language-names.ts";

interface LanguageSwitchProps {
  readonly language: string;
  readonly languages: readonly string[];
  readonly onChange: (language: string) => void;
}

/** Languages by their own names; nothing where there is one only. */
export function LanguageSwitch({ language, languages, onChange }: LanguageSwitchProps) {
  const { t } = useTranslation();
  const id = useId();
  if (languages.length < 2) return null;
  return (
    <div className="language-switch small">
      <label htmlFor={id} className="visually-hidden">
        {t("frame.language")}
      </label>
      <select id={id} value={language} onChange={(event) => onChange(event.target.value)}>
        {languages.map((tag) => (
          <option key={tag} value={tag} lang={tag}>
            {nameOfLanguage(tag)}
          </option>
        ))}
      </select>
    </div>
  );
}
