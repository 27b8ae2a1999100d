import { useTranslation } from "react-i18next";
import { readBack } from "./number-text.ts";

interface NumberNoteProps {
  readonly id: string;
  readonly typed: string;
  /** As it was read; null where the text is no number. */
  readonly value: number | null;
}

/** Beside a field: the number that was read, where the text could be read in another way. */
export function NumberNote({ id, typed, value }: NumberNoteProps) {
  const { t, i18n } = useTranslation();
  const number = value === null ? null : readBack(typed, value, i18n.language);
  return (
    <output id={id} className="small quiet number-note">
      {number === null ? "" : t("common.readAs", { number })}
    </output>
  );
}
