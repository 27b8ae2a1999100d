import type { SessionView, SurveyView } from "@refract/collect/browser";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Model } from "survey-core";
import { PageHeading } from "../page/page-heading.tsx";
import { SavedTick } from "../participant/saved-tick.tsx";
import { useStageCommand } from "../participant/session-context.tsx";
import { answersToSave } from "./answers-to-save.ts";
import { changedAnswers, withoutChanges } from "./changed-answers.ts";
import { openSurvey } from "./open-survey.ts";
import { SurveyElements } from "./survey-elements.tsx";
import "./survey.css";

interface SurveyPageProps {
  readonly view: SessionView;
  readonly stage: SurveyView;
}

/** How long typing rests before answers are saved; choices are saved at once when the page is left. */
const restMs = 600;

/** The survey, one block a page. Answers are saved as they are given; going back is allowed. */
export default function SurveyPage({ view, stage }: SurveyPageProps) {
  const { t } = useTranslation();
  const send = useStageCommand(view);
  const latestSend = useRef(send);
  latestSend.current = send;
  const { language } = view;
  const [survey, setSurvey] = useState<Model | null>(null);
  const [, redraw] = useState(0);
  const [busy, setBusy] = useState(false);
  const saved = useRef<Readonly<Record<string, unknown>>>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const model = useRef<Model | null>(null);
  const place = useRef<HTMLDivElement>(null);

  const save = useCallback(() => {
    clearTimeout(timer.current);
    const current = model.current;
    if (current === null) return;
    const before = saved.current;
    const answers = answersToSave(current, before);
    const changed = changedAnswers(before, answers);
    saved.current = answers;
    if (Object.keys(changed).length === 0) return;
    void latestSend
      .current({ type: "survey.saved", answers: changed, page: current.currentPageNo })
      .then((end) => {
        // Nothing of a refused save counts: its answers go along with the next.
        if (end === "refused") saved.current = withoutChanges(saved.current, changed, before);
      });
  }, []);

  // The definition comes with every view; the form is built once a language and keeps what is entered meanwhile.
  const definition = useRef(stage);
  definition.current = stage;
  useEffect(() => {
    let gone = false;
    const before = model.current;
    const answers = before === null ? definition.current.answers : { ...before.data };
    const page = before === null ? definition.current.page : before.currentPageNo;
    void openSurvey(definition.current.definition, answers, page, language).then((opened) => {
      if (gone) return;
      if (before === null) saved.current = { ...opened.data };
      model.current = opened;
      setSurvey(opened);
    });
    return () => {
      gone = true;
      save();
    };
  }, [language, save]);

  const changed = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(save, restMs);
    redraw((count) => count + 1);
  }, [save]);

  const goOn = async () => {
    if (survey === null || busy) return;
    if (!survey.validateCurrentPage()) {
      redraw((count) => count + 1);
      focusFirstProblem(place.current);
      return;
    }
    save();
    if (!survey.isLastPage) {
      survey.nextPage();
      redraw((count) => count + 1);
      void latestSend.current({ type: "survey.saved", answers: {}, page: survey.currentPageNo });
      return;
    }
    setBusy(true);
    await latestSend.current({ type: "survey.submitted" });
    setBusy(false);
  };
  const goBack = () => {
    save();
    survey?.prevPage();
    redraw((count) => count + 1);
  };

  if (survey === null)
    return (
      <div className="column">
        <PageHeading title={view.study.title}>{t("stage.survey")}</PageHeading>
      </div>
    );
  const page = survey.currentPage;
  const number = survey.currentPageNo + 1;
  const count = survey.visiblePageCount;
  const surveyTitle = survey.title === "" ? t("stage.survey") : survey.title;
  const heading: string = page?.title === "" || page?.title === undefined ? surveyTitle : page.title;
  return (
    <div className="column survey">
      <div className="survey-head" key={page?.name}>
        <p className="eyebrow small quiet">{t("survey.page", { number, count })}</p>
        <PageHeading title={`${heading} · ${view.study.title}`}>
          <span dir="auto">{heading}</span>
        </PageHeading>
        {survey.isFirstPage && survey.description !== "" && (
          <p className="lead" dir="auto">
            {survey.description}
          </p>
        )}
        {page?.description !== undefined && page.description !== "" && (
          <p className="lead" dir="auto">
            {page.description}
          </p>
        )}
      </div>
      <div ref={place} className="survey-questions">
        <SurveyElements key={page?.name} elements={page?.elements ?? []} onChange={changed} />
      </div>
      <div className="survey-navigation row">
        <button type="button" className="button primary" aria-disabled={busy} onClick={() => void goOn()}>
          {survey.isLastPage ? t("survey.submit") : t("common.continue")}
        </button>
        {!survey.isFirstPage && (
          <button type="button" className="button plain" onClick={goBack}>
            {t("common.back")}
          </button>
        )}
        <SavedTick />
      </div>
    </div>
  );
}

/** The keyboard goes to the first thing that is wrong. */
function focusFirstProblem(place: HTMLElement | null): void {
  requestAnimationFrame(() => {
    place
      ?.querySelector<HTMLElement>('[aria-invalid="true"], [data-missing="true"] [role="slider"]')
      ?.focus();
  });
}
