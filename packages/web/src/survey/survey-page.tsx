import type { SessionView, SurveyView } from "@refract/collect/browser";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Model, Question } from "survey-core";
import { formWords } from "../language/interface-language.ts";
import { useTextLanguage } from "../language/text-languages.tsx";
import { useAnnounce } from "../page/announcer.tsx";
import { focusInView } from "../page/focus-in-view.ts";
import { PageHeading } from "../page/page-heading.tsx";
import { SavedTick } from "../participant/saved-tick.tsx";
import { useSession, useSnapshot, useStageCommand } from "../participant/session-context.tsx";
import { useBackStep } from "../participant/use-back-step.ts";
import { enteredAnswers } from "./answers-to-save.ts";
import { openSurvey, turnToPage } from "./open-survey.ts";
import { setAnswer } from "./set-answer.ts";
import { draftPlace, pagePlace, readDraft, withDraft } from "./survey-draft.ts";
import { SurveyElements } from "./survey-elements.tsx";
import { isRefused, isUnreadable, SurveyEntriesProvider } from "./survey-entries.ts";
import { useSurveySaving } from "./use-survey-saving.ts";
import "./survey.css";

interface SurveyPageProps {
  readonly view: SessionView;
  readonly stage: SurveyView;
}

/** The survey, one block a page. Answers are saved as they are given; going back is allowed. */
export default function SurveyPage({ view, stage }: SurveyPageProps) {
  const languageOf = useTextLanguage();
  const { t } = useTranslation();
  const send = useStageCommand(view);
  const session = useSession();
  const { memory, snapshot, markUnsent } = session;
  const { language } = view;
  const stageId = view.stages[view.stageIndex]?.id ?? "";
  const [survey, setSurvey] = useState<Model | null>(null);
  const [, redraw] = useState(0);
  const [busy, setBusy] = useState(false);
  const [handingIn, setHandingIn] = useState(false);
  /** Going on, until it is done or the person goes back instead. */
  const goingOn = useRef<object | null>(null);
  const [tried, setTried] = useState(false);
  const model = useRef<Model | null>(null);
  const typed = useRef(new Map<string, string>()).current;
  const place = useRef<HTMLDivElement>(null);
  const saving = useSurveySaving({ stageId, model, typed, send });
  const { begin, changed: keepChange, save, saveAt, toldPage } = saving;

  // The definition comes with every view; the form is built once a language and keeps what is entered meanwhile.
  const definition = useRef(stage);
  definition.current = stage;
  useEffect(() => {
    let gone = false;
    const before = model.current;
    const draft = readDraft(memory.draft(draftPlace(stageId)));
    const { definition: form } = definition.current;
    /** The page shown before a reload, or before another page of the study, where the server does not have it yet. */
    const unsentPage = before === null ? memory.draft(pagePlace(stageId)) : "";
    const current = () =>
      before === null
        ? {
            answers: withDraft(definition.current.answers, draft),
            page: unsentPage === "" ? definition.current.page : Number(unsentPage),
          }
        : { answers: enteredAnswers(before), page: before.currentPageNo };
    void openSurvey({ definition: form, current, language, words: formWords() }).then((opened) => {
      if (gone) return;
      model.current = opened;
      if (before === null) {
        for (const [name, text] of Object.entries(draft.typed)) typed.set(name, text);
        toldPage.current = definition.current.page;
        begin(definition.current.answers);
        if (unsentPage !== "") saveAt(opened.currentPageNo);
      }
      setSurvey(opened);
    });
    return () => {
      gone = true;
      void save();
    };
  }, [language, stageId, memory, typed, begin, save, saveAt, toldPage]);

  const changed = useCallback(() => {
    keepChange();
    redraw((count) => count + 1);
  }, [keepChange]);

  // What is entered in another tab of the same person comes here too, or this one would write over it later.
  useEffect(
    () =>
      memory.watchDraft(draftPlace(stageId), (text) => {
        const draft = readDraft(text);
        for (const [name, value] of Object.entries(draft.changed)) {
          typed.delete(name);
          if (model.current !== null) setAnswer(model.current, name, value);
        }
        for (const [name, entry] of Object.entries(draft.typed)) typed.set(name, entry);
        redraw((count) => count + 1);
      }),
    [memory, stageId, typed],
  );

  // Another tab of the same person has turned the page: this one goes along, or the person would answer at two places.
  const { pending } = useSnapshot();
  useEffect(() => {
    if (survey === null || pending > 0 || stage.page === toldPage.current) return;
    toldPage.current = stage.page;
    turnToPage(survey, stage.page);
    setTried(false);
    redraw((count) => count + 1);
  }, [survey, pending, stage.page, toldPage]);

  const announce = useAnnounce();
  /** How many questions of the page are in the way of going on. A number that is still being typed is not, until people want to go on. */
  const countProblems = (refused: readonly string[], wantsOn: boolean): number =>
    survey?.currentPage?.questions.filter(
      (question: Question) =>
        question.errors.length > 0 ||
        (wantsOn && isUnreadable(question, typed)) ||
        isRefused(question, refused),
    ).length ?? 0;
  const sayProblems = (refused: readonly string[]) => {
    announce(t("survey.problems", { count: countProblems(refused, true) }));
    focusFirstProblem(place.current);
  };

  const goTo = (next: () => void) => {
    announce("");
    next();
    setTried(false);
    if (survey !== null) saveAt(survey.currentPageNo);
    redraw((count) => count + 1);
  };
  const goOn = async () => {
    if (survey === null || busy) return;
    const isReadable = !survey.currentPage.questions.some((question: Question) =>
      isUnreadable(question, typed),
    );
    if (!survey.validateCurrentPage() || !isReadable) {
      setTried(true);
      redraw((count) => count + 1);
      sayProblems(stage.refused);
      return;
    }
    if (!survey.isLastPage) {
      if (stage.decidesByPage) {
        // Whose visit ends here is not shown the next page. Without a connection people go on; the end comes with it.
        const attempt = {};
        goingOn.current = attempt;
        setBusy(true);
        await session.answeredOrAway(saving.leave(survey.currentPage.name));
        if (goingOn.current !== attempt) return;
        setBusy(false);
        if (snapshot().view.status !== "active") return;
      }
      goTo(() => survey.nextPage());
      return;
    }
    const attempt = {};
    goingOn.current = attempt;
    setBusy(true);
    const end = await save();
    if (goingOn.current !== attempt) return;
    // The newest view says what of it could not be taken.
    const { stage: now } = snapshot().view;
    const refused = now?.type === "survey" ? now.refused : [];
    const first = survey.getAllQuestions().find((question) => isRefused(question, refused));
    if (first !== undefined) {
      survey.currentPage = first.page;
      redraw((count) => count + 1);
      sayProblems(refused);
    } else if (end === "done") {
      setHandingIn(true);
      if ((await send({ type: "survey.submitted" })) === "done") memory.clearDrafts(draftPlace(stageId));
      setHandingIn(false);
    }
    setBusy(false);
  };
  // Who goes back while the way on waits for an answer does not go on after all.
  const goBack = () => {
    goingOn.current = null;
    setBusy(false);
    goTo(() => survey?.prevPage());
  };

  const hasRefused = stage.refused.length > 0;
  useEffect(() => {
    if (hasRefused) announce(t("survey.refused"));
    markUnsent("refused", hasRefused);
    return () => markUnsent("refused", false);
  }, [markUnsent, hasRefused, announce, t]);

  const isBackOpen = survey !== null && !survey.isFirstPage && !handingIn;
  useBackStep(`survey/${stageId}/${survey?.currentPageNo ?? 0}`, isBackOpen ? goBack : null);

  if (survey === null)
    return (
      <div className="column">
        <PageHeading title={view.study.title}>{t("stage.survey")}</PageHeading>
      </div>
    );
  const page = survey.currentPage;
  const number = survey.currentPageNo + 1;
  const problems = countProblems(stage.refused, tried);
  const count = survey.visiblePageCount;
  const surveyTitle = survey.title === "" ? t("stage.survey") : survey.title;
  const heading: string = page?.title === "" || page?.title === undefined ? surveyTitle : page.title;
  return (
    <div className="column survey">
      <div className="survey-head" key={page?.name}>
        <p className="eyebrow small quiet">{t("survey.page", { number, count })}</p>
        <PageHeading title={`${heading} · ${view.study.title}`}>
          <span {...languageOf(heading)}>{heading}</span>
        </PageHeading>
        {survey.isFirstPage && survey.description !== "" && (
          <p className="lead" {...languageOf(survey.description)}>
            {survey.description}
          </p>
        )}
        {page?.description !== undefined && page.description !== "" && (
          <p className="lead" {...languageOf(page.description)}>
            {page.description}
          </p>
        )}
      </div>
      <div ref={place} className="survey-questions">
        <SurveyEntriesProvider value={{ typed, refused: stage.refused, tried }}>
          <SurveyElements key={page?.name} elements={page?.elements ?? []} onChange={changed} />
        </SurveyEntriesProvider>
      </div>
      {/* Its words are spoken when somebody tries to go on, not each time that one problem less is left. */}
      {problems > 0 && <p className="missing">{t("survey.problems", { count: problems })}</p>}
      <div className="survey-navigation row">
        <button type="button" className="button primary" aria-disabled={busy} onClick={() => void goOn()}>
          {survey.isLastPage ? t("survey.submit") : t("common.continue")}
        </button>
        {!survey.isFirstPage && (
          <button
            type="button"
            className="button plain"
            aria-disabled={handingIn}
            onClick={() => isBackOpen && goBack()}
          >
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
    const question = place?.querySelector('.question[data-invalid="true"]');
    // Orders have no field that could be invalid: what has no place yet is what is wrong with them.
    const places = [
      '[aria-invalid="true"]',
      ".ranking-choice",
      "input, select, textarea, button, [role=slider]",
    ];
    const found = places.map((selector) => question?.querySelector<HTMLElement>(selector));
    focusInView(found.find((element) => element != null));
  });
}
