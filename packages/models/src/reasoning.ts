/**
 * What `@refract/models/reasoning` gives: the separation of reasoning from answers, for packages that read replies again and need no model.
 */
export { withoutReasoning } from "./reasoning/without-reasoning.ts";
