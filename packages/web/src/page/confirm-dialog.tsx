import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./dialog.tsx";

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** On the button that does it. */
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly onBack: () => void;
}

/** Asks before a step that can't be taken back. */
export function ConfirmDialog({ title, children, confirm, onConfirm, onBack }: ConfirmDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={title} onClose={onBack}>
      {children}
      <div className="row">
        <button type="button" className="button primary" onClick={onConfirm}>
          {confirm}
        </button>
        <button type="button" className="button" onClick={onBack}>
          {t("common.notYet")}
        </button>
      </div>
    </Dialog>
  );
}
