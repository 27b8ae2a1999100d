import type { EndingView } from "@refract/collect/browser";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../page/copy-button.tsx";
import { safeReturnAddress } from "./return-address.ts";
import "./ending.css";

/** Seconds until the page goes back to the panel by itself. */
const returnAfterS = 20;

interface WayBackProps {
  readonly ending: EndingView;
  /** Whether the page leaves after a while; not where there is something to read. */
  readonly goesByItself?: boolean;
}

/** What a person takes back to the panel: whether they are paid, the code, and the way. */
export function WayBack({ ending, goesByItself = true }: WayBackProps) {
  const { t } = useTranslation();
  const headingId = useId();
  const address = safeReturnAddress(ending.returnUrl);
  const label = ending.kind === "completed" ? t("ending.code") : t("ending.otherCode");
  return (
    <>
      {ending.paid !== null && <p>{ending.paid ? t("ending.paid") : t("ending.unpaid")}</p>}
      {ending.code !== null && (
        <section className="stack" aria-labelledby={headingId}>
          <h2 id={headingId}>{label}</h2>
          <div className="code-box">
            <p className="code" dir="ltr">
              {ending.code}
            </p>
            <CopyButton text={ending.code} label={t("common.copy")} doneLabel={t("common.copied")} />
          </div>
        </section>
      )}
      {address !== null ? (
        <ReturnLink address={address} goesByItself={goesByItself} />
      ) : (
        ending.paid !== null && <p>{ending.code === null ? t("ending.goBack") : t("ending.giveCode")}</p>
      )}
    </>
  );
}

/** Goes back by itself after a while; staying is one press. */
function ReturnLink({ address, goesByItself }: { readonly address: string; readonly goesByItself: boolean }) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(returnAfterS);
  const [staying, setStaying] = useState(!goesByItself);
  useEffect(() => {
    if (staying) return;
    if (left === 0) {
      window.location.assign(address);
      return;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left, staying, address]);
  return (
    <div className="stack">
      <div className="row">
        <a className="button primary" href={address} rel="noreferrer">
          {t("ending.return")}
        </a>
        {!staying && (
          <button type="button" className="button plain" onClick={() => setStaying(true)}>
            {t("ending.stay")}
          </button>
        )}
      </div>
      {/* The seconds are for the eye; a screen reader hears once that it will happen. */}
      {!staying && (
        <p className="small quiet">
          <span aria-hidden="true">{t("ending.returning", { count: left })}</span>
          <span className="visually-hidden">{t("ending.returning", { count: returnAfterS })}</span>
        </p>
      )}
    </div>
  );
}
