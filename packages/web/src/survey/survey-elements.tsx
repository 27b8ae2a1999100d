import { QuestionScalesModel } from "@refract/collect/browser";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import {
  type IElement,
  PanelModel,
  Question,
  QuestionBooleanModel,
  QuestionCheckboxModel,
  QuestionCommentModel,
  QuestionDropdownModel,
  QuestionHtmlModel,
  QuestionMatrixModel,
  QuestionRadiogroupModel,
  QuestionRankingModel,
  QuestionRatingModel,
  QuestionTextModel,
} from "survey-core";
import { useTextLanguage } from "../language/text-languages.tsx";
import { Markdown } from "../markdown/markdown.tsx";
import { BooleanAnswer, ChoiceAnswer, DropdownAnswer } from "./choice-answers.tsx";
import { MatrixAnswer } from "./matrix-answer.tsx";
import type { AnswerProps } from "./question-answer.ts";
import { isLongRating, RatingAnswer } from "./rating-answer.tsx";
import { ScalesAnswer } from "./scales-answer.tsx";
import { isRefused, isUnreadable, useSurveyEntries } from "./survey-entries.ts";
import { SurveyRanking } from "./survey-ranking.tsx";
import { CommentAnswer, NumberAnswer, TextAnswer } from "./text-answers.tsx";

interface SurveyElementsProps {
  readonly elements: readonly IElement[];
  /** Something was entered: conditions may have changed, so the page is drawn again. */
  readonly onChange: () => void;
}

/** What stands on a page of a survey, in its order; hidden questions are left out. */
export function SurveyElements({ elements, onChange }: SurveyElementsProps) {
  return elements
    .filter((element) => element.isVisible)
    .map((element) =>
      element instanceof PanelModel ? (
        <Panel key={element.name} panel={element} onChange={onChange} />
      ) : element instanceof Question ? (
        <QuestionForm key={element.name} question={element} onChange={onChange} />
      ) : null,
    );
}

function Panel({ panel, onChange }: { readonly panel: PanelModel; readonly onChange: () => void }) {
  const languageOf = useTextLanguage();
  return (
    <section className="survey-panel">
      {panel.title !== "" && <h2 {...languageOf(panel.processedTitle)}>{panel.processedTitle}</h2>}
      {panel.description !== "" && (
        <p className="quiet" {...languageOf(panel.description)}>
          {panel.description}
        </p>
      )}
      <SurveyElements elements={panel.elements} onChange={onChange} />
    </section>
  );
}

/** One question with its title, its answer and what is wrong with it. */
function QuestionForm({
  question,
  onChange,
}: {
  readonly question: Question;
  readonly onChange: () => void;
}) {
  const languageOf = useTextLanguage();
  const { t } = useTranslation();
  const { typed, refused, tried } = useSurveyEntries();
  const id = useId();
  if (question instanceof QuestionHtmlModel)
    return (
      <div className="question">
        <Markdown text={question.html} />
      </div>
    );
  const errors =
    tried && isUnreadable(question, typed)
      ? t("task.missing.number")
      : question.errors.length === 0 && isRefused(question, refused)
        ? t("survey.refused")
        : question.errors.map((error) => error.getText()).join(" ");
  const hasDescription = question.description !== "";
  const isField = hasOneField(question);
  const errorId = errors === "" ? "" : `${id}-errors`;
  const described = [
    hasDescription ? `${id}-description` : "",
    question instanceof QuestionRatingModel && !isField ? `${id}-low ${id}-high` : "",
    question instanceof QuestionRankingModel ? `${id}-hint` : "",
    errorId,
  ];
  const describedBy = described.filter((part) => part !== "").join(" ");
  const answer: AnswerProps = {
    id,
    // A group's description is read once, on the way into it, and not with each of its fields.
    describedBy: isField ? describedBy : errorId,
    isInvalid: errors !== "",
    onChange,
  };
  const title = question.hasTitle ? question.processedTitle : "";
  const number = title === "" ? "" : question.no;
  const isUnderInput = question.descriptionLocation === "underInput";
  const description = hasDescription && (
    <p id={`${id}-description`} className="quiet question-description" {...languageOf(question.description)}>
      {question.description}
    </p>
  );
  const name = (
    <>
      {number !== "" && <span className="question-number">{number} </span>}
      <span {...languageOf(title)}>{title === "" ? question.name : title}</span>
      {!question.isRequired && <span className="optional"> {t("common.optional")}</span>}
      {question.isRequired && hasUnmarkedFields(question) && (
        <span className="visually-hidden"> {t("common.required")}</span>
      )}
    </>
  );
  const inside = (
    <>
      {!isUnderInput && description}
      <Answer question={question} {...answer} />
      {isUnderInput && description}
      <p id={`${id}-errors`} className="question-errors">
        {errors}
      </p>
    </>
  );
  // One field has a label; a group of them has a legend.
  return isField ? (
    <div className="question" data-invalid={errors !== ""}>
      <label htmlFor={id} className={title === "" ? "visually-hidden" : "question-title"}>
        {name}
      </label>
      {inside}
    </div>
  ) : (
    <fieldset
      className="question plain-fieldset"
      data-invalid={errors !== ""}
      aria-describedby={describedBy === "" ? undefined : describedBy}
    >
      <legend className={title === "" ? "visually-hidden" : "question-title"}>{name}</legend>
      {inside}
    </fieldset>
  );
}

/** Boxes and orders, whose single fields can't say that some of them have to be used. */
const hasUnmarkedFields = (question: Question): boolean =>
  question instanceof QuestionCheckboxModel || question instanceof QuestionRankingModel;

const hasOneField = (question: Question): boolean =>
  question instanceof QuestionTextModel ||
  question instanceof QuestionCommentModel ||
  question instanceof QuestionDropdownModel ||
  (question instanceof QuestionRatingModel && isLongRating(question));

function Answer({ question, ...answer }: { readonly question: Question } & AnswerProps) {
  if (question instanceof QuestionScalesModel) return <ScalesAnswer question={question} {...answer} />;
  if (question instanceof QuestionCommentModel) return <CommentAnswer question={question} {...answer} />;
  if (question instanceof QuestionTextModel)
    return question.inputType === "number" ? (
      <NumberAnswer question={question} {...answer} />
    ) : (
      <TextAnswer question={question} {...answer} />
    );
  if (question instanceof QuestionDropdownModel) return <DropdownAnswer question={question} {...answer} />;
  if (question instanceof QuestionMatrixModel) return <MatrixAnswer question={question} {...answer} />;
  // SurveyJS makes a ranking of a checkbox, so it is looked for first.
  if (question instanceof QuestionRankingModel) return <SurveyRanking question={question} {...answer} />;
  if (question instanceof QuestionRadiogroupModel || question instanceof QuestionCheckboxModel)
    return <ChoiceAnswer question={question} {...answer} />;
  if (question instanceof QuestionBooleanModel) return <BooleanAnswer question={question} {...answer} />;
  if (question instanceof QuestionRatingModel) return <RatingAnswer question={question} {...answer} />;
  throw new Error(`survey: question "${question.name}" has the unknown type "${question.getType()}"`);
}
