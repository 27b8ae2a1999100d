import { useTranslation } from "react-i18next";
import { labelList } from "../language/label-list.ts";
import { Dialog } from "../page/dialog.tsx";

interface TieDialogProps {
  readonly slots: readonly { readonly id: string; readonly label: string }[];
  readonly language: string;
  /** ask: the person says which goes on. random: one is picked by chance once they confirm. */
  readonly kind: "ask" | "random";
  readonly onChoose: (slotId: string | null) => void;
  readonly onBack: () => void;
}

/** Two or more answers share the best rating. */
export function TieDialog({ slots, language, kind, onChoose, onBack }: TieDialogProps) {
  const { t } = useTranslation();
  const labels = labelList(language).format(slots.map((slot) => slot.label));
  return (
    <Dialog title={t("tie.heading")} onClose={onBack}>
      <p>{kind === "ask" ? t("tie.ask", { labels }) : t("tie.random", { labels })}</p>
      <div className="row">
        {kind === "ask" ? (
          slots.map((slot) => (
            <button key={slot.id} type="button" className="button primary" onClick={() => onChoose(slot.id)}>
              {t("rate.answer", { label: slot.label })}
            </button>
          ))
        ) : (
          <button type="button" className="button primary" onClick={() => onChoose(null)}>
            {t("tie.go")}
          </button>
        )}
        <button type="button" className="button plain" onClick={onBack}>
          {t("tie.back")}
        </button>
      </div>
    </Dialog>
  );
}
