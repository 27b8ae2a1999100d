import type { EndView, SessionView } from "@refract/collect/browser";
import { endOfDay } from "@refract/core";
import { useTranslation } from "react-i18next";
import { dayIn } from "../language/day-in.ts";
import { Markdown } from "../markdown/markdown.tsx";
import { PageHeading } from "../page/page-heading.tsx";
import { RatingsSection } from "./ratings-section.tsx";
import { WayBack } from "./way-back.tsx";
import "./ending.css";

interface EndPageProps {
  readonly view: SessionView;
  readonly stage: EndView;
}

/** Thanks, the completion code and the way back. It is shown only once all before it is saved. */
export default function EndPage({ view, stage }: EndPageProps) {
  const { t } = useTranslation();
  const until = view.study.withdrawUntil;
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
        {/* Who comes back for the ratings of others may come after that day; the receipt says what holds then. */}
        {until !== null && Date.now() < endOfDay(until) && (
          <p className="quiet">{t("ending.withdrawUntil", { date: dayIn(until, view.language) })}</p>
        )}
      </div>
      {view.ending !== null && <WayBack ending={view.ending} goesByItself={!stage.ratings} />}
      {stage.ratings && <RatingsSection />}
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
