import type { EndView, SessionView } from "@refract/collect/browser";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Markdown } from "../markdown/markdown.tsx";
import { CopyButton } from "../page/copy-button.tsx";
import { PageHeading } from "../page/page-heading.tsx";
import { safeReturnAddress } from "./return-address.ts";
import "./ending.css";

interface EndPageProps {
  readonly view: SessionView;
  readonly stage: EndView;
}

/** Seconds until the page goes back to the panel by itself. */
const returnAfterS = 20;

/** Thanks, the completion code and the way back. It is shown only once all before it is saved. */
export default function EndPage({ view, stage }: EndPageProps) {
  const { t } = useTranslation();
  const address = safeReturnAddress(stage.returnUrl);
  return (
    <div className="column stack-wide">
      <div className="stack">
        <PageHeading title={`${t("ending.heading")} · ${view.study.title}`}>
          {t("ending.heading")}
        </PageHeading>
        {stage.text === null ? <p className="lead">{t("ending.text")}</p> : <Markdown text={stage.text} />}
        <p className="quiet">
          {stage.conversations > 0 && `${t("ending.conversations", { count: stage.conversations })} `}
          {t("ending.allSaved")}
        </p>
      </div>
      <section className="stack" aria-labelledby="completion">
        <h2 id="completion">{t("ending.code")}</h2>
        <div className="code-box">
          <p className="code" dir="ltr">
            {stage.completionCode}
          </p>
          <CopyButton text={stage.completionCode} label={t("common.copy")} doneLabel={t("common.copied")} />
        </div>
        {address !== null && <ReturnLink address={address} />}
      </section>
      {stage.revealed.length > 0 && (
        <section className="stack" aria-labelledby="revealed">
          <h2 id="revealed">{t("ending.revealed")}</h2>
          <ul className="revealed">
            {stage.revealed.map((conversation) => (
              <li key={conversation.conversation}>
                <p className="quiet small">{t("choose.number", { number: conversation.conversation })}</p>
                <dl>
                  {conversation.models.map((model) => (
                    <div key={model.label}>
                      <dt>{model.label}</dt>
                      <dd>
                        <bdi>{model.model}</bdi>
                      </dd>
                    </div>
                  ))}
                </dl>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** Goes back by itself after a while; staying is one press. */
function ReturnLink({ address }: { readonly address: string }) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(returnAfterS);
  const [staying, setStaying] = useState(false);
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
