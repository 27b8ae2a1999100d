import { useTranslation } from "react-i18next";
import { useSnapshot } from "./session-context.tsx";

/** Whether everything that was entered has reached the server. */
export function SavedTick() {
  const { t } = useTranslation();
  const { pending, unsent, connected } = useSnapshot();
  return (
    <span className="saved small quiet" data-pending={pending > 0 || unsent}>
      {pending === 0 && !unsent ? (
        <>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M3 8.5 6.5 12 13 4.5" fill="none" stroke="currentColor" strokeWidth="2" />
          </svg>
          {t("saved.saved")}
        </>
      ) : pending === 0 ? (
        t("saved.unsent")
      ) : connected ? (
        t("saved.saving")
      ) : (
        t("saved.waiting")
      )}
    </span>
  );
}
