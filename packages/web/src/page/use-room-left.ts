import { useTranslation } from "react-i18next";
import { useAnnounce } from "./announcer.tsx";

/** Characters left at which it is said; below none, that there are too many. */
const marks = [100, 20, -1];

/**
 * Tells screen readers how much room a text has left when it comes down to a mark. Each key of it would be spoken over what is being typed.
 *
 * @returns to be told characters left before and after each change
 */
export function useRoomLeft(): (before: number, after: number) => void {
  const announce = useAnnounce();
  const { t } = useTranslation();
  return (before, after) => {
    if (!marks.some((mark) => before > mark && after <= mark)) return;
    announce(after < 0 ? t("write.tooLong", { count: -after }) : t("write.left", { count: after }));
  };
}
