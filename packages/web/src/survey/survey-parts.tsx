import { QuestionScalesModel } from "@refract/collect/browser";
import { createElement } from "react";
import { QuestionHtmlModel } from "survey-core";
import { ReactQuestionFactory, SurveyQuestionElementBase } from "survey-react-ui";
import { Markdown } from "../markdown/markdown.tsx";
import { ScalesForm } from "./scales-form.tsx";

/** A passage of text: Markdown through our own component, never HTML. */
class PassageElement extends SurveyQuestionElementBase {
  protected override renderElement() {
    const question: unknown = this.questionBase;
    return question instanceof QuestionHtmlModel ? <Markdown text={question.html} /> : null;
  }
}

class ScalesElement extends SurveyQuestionElementBase {
  protected override renderElement() {
    const question: unknown = this.questionBase;
    return question instanceof QuestionScalesModel ? (
      <ScalesForm question={question} hasErrors={question.errors.length > 0} />
    ) : null;
  }
}

let isRegistered = false;

/** Puts our parts in the place of the library's; calling it again does nothing. */
export function registerSurveyParts(): void {
  if (isRegistered) return;
  isRegistered = true;
  ReactQuestionFactory.Instance.registerQuestion("html", (props) => createElement(PassageElement, props));
  ReactQuestionFactory.Instance.registerQuestion("scales", (props) => createElement(ScalesElement, props));
}
