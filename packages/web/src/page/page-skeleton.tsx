import { useTranslation } from "react-i18next";
import { SkeletonLines } from "./skeleton-lines.tsx";

/** While a part of the pages is loaded. */
export function PageSkeleton() {
  const { t } = useTranslation();
  return (
    <div className="column stack">
      <p className="visually-hidden">{t("common.loading")}</p>
      <SkeletonLines />
    </div>
  );
}
