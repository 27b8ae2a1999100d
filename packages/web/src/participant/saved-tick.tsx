import { useTranslation } from "react-i18next";
import { useSnapshot } from "./session-context.tsx";

/** Whether everything that was entered has reached the server. A screen reader is told when it has, and not of each step there. */
export function SavedTick() {
  const { t } = useTranslation();
  const { pending, unsent, connected } = useSnapshot();
  const isSaved = pending === 0 && !unsent;
  return (
    <span className="saved small quiet" data-pending={!isSaved}>
      <span className="saved-told" role="status">
        {isSaved && (
          <>
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="M3 8.5 6.5 12 13 4.5" fill="none" stroke="currentColor" strokeWidth="2" />
            </svg>
            {t("saved.saved")}
          </>
        )}
      </span>
      {!isSaved && t(pending === 0 ? "saved.unsent" : connected ? "saved.saving" : "saved.waiting")}
    </span>
  );
}
