import type { RatingsRow, RatingsView } from "@refract/collect/browser";
import { type ReactNode, useCallback, useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { participantApi } from "../http/participant-api.ts";
import { SkeletonLines } from "../page/skeleton-lines.tsx";
import { useSession, useSnapshot } from "../participant/session-context.tsx";
import "./ending.css";

/** The person's ratings beside everybody's, as far as the study shows them. */
export function RatingsSection() {
  const { t } = useTranslation();
  const headingId = useId();
  const { studyId, person } = useSession();
  const { view } = useSnapshot();
  const [ratings, setRatings] = useState<RatingsView | "loading" | "unreachable">("loading");
  const load = useCallback(async () => {
    setRatings("loading");
    const outcome = await participantApi.ratings(studyId, person);
    setRatings(outcome.kind === "ok" ? outcome.value : "unreachable");
  }, [studyId, person]);
  useEffect(() => {
    void load();
  }, [load]);
  return (
    <section className="stack" aria-labelledby={headingId}>
      <h2 id={headingId}>{t("results.heading")}</h2>
      {ratings === "loading" ? (
        <SkeletonLines />
      ) : ratings === "unreachable" ? (
        <div className="stack" role="alert">
          <p className="notice">{t("landing.unreachable")}</p>
          <p>
            <button type="button" className="button" onClick={() => void load()}>
              {t("problem.again")}
            </button>
          </p>
        </div>
      ) : (
        <Ratings ratings={ratings} language={view.language} headingId={headingId} />
      )}
    </section>
  );
}

interface RatingsProps {
  readonly ratings: RatingsView;
  readonly language: string;
  readonly headingId: string;
}

function Ratings({ ratings, language, headingId }: RatingsProps) {
  const { t } = useTranslation();
  const count = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: "percent" });
  switch (ratings.kind) {
    case "later":
      return <p>{t("results.later")}</p>;
    case "few":
      return <p>{t("results.few")}</p>;
    case "verdicts":
      return (
        <>
          <p className="quiet">{t("results.verdicts", { number: count.format(ratings.people) })}</p>
          <RatingsTable labelledBy={headingId} first={t("results.choice")} format={percent}>
            {ratings.options.map(({ label, ...row }) => ({ head: <bdi>{label}</bdi>, key: label, row }))}
          </RatingsTable>
        </>
      );
    case "scale":
      return (
        <>
          <p className="quiet">{t("results.scale", { number: count.format(ratings.people) })}</p>
          <RatingsTable labelledBy={headingId} first={t("results.rating")} format={percent}>
            {ratings.parts.map(({ from, to, ...row }) => ({
              head: t("results.between", { minimum: count.format(from), maximum: count.format(to) }),
              key: String(from),
              row,
            }))}
          </RatingsTable>
          <RatingsTable caption={t("results.average")} first={t("results.rating")} format={count}>
            {[{ head: t("results.average"), key: "average", row: ratings.average }]}
          </RatingsTable>
          {ratings.models.length > 0 && (
            <RatingsTable caption={t("results.models")} first={t("results.model")} format={count}>
              {ratings.models.map(({ model, ...row }) => ({ head: <bdi>{model}</bdi>, key: model, row }))}
            </RatingsTable>
          )}
        </>
      );
  }
}

interface RatingsTableProps {
  readonly labelledBy?: string;
  readonly caption?: string;
  /** What the first column says. */
  readonly first: string;
  readonly format: Intl.NumberFormat;
  readonly children: readonly { readonly key: string; readonly head: ReactNode; readonly row: RatingsRow }[];
}

function RatingsTable({ labelledBy, caption, first, format, children }: RatingsTableProps) {
  const { t } = useTranslation();
  const cell = (value: number | null) => (value === null ? "–" : format.format(value));
  return (
    <table className="ratings" aria-labelledby={labelledBy}>
      {caption !== undefined && <caption>{caption}</caption>}
      <thead>
        <tr>
          <th scope="col">{first}</th>
          <th scope="col">{t("results.you")}</th>
          <th scope="col">{t("results.everybody")}</th>
        </tr>
      </thead>
      <tbody>
        {children.map(({ key, head, row }) => (
          <tr key={key}>
            <th scope="row">{head}</th>
            <td>{cell(row.you)}</td>
            <td>{cell(row.everybody)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
