import type { SurveyRecord } from "../prism-release/survey-record.ts";
import type { RecordVisitor } from "./check-records.ts";
import type { ReleaseRules } from "./release-rules.ts";
import { addUser, type ReleaseState, textAbsent, truthOf } from "./release-state.ts";
import { surveyFindings } from "./survey-logic.ts";
import type { ViolationLog } from "./violation.ts";

/** Reads `survey.jsonl` into the state. */
export function surveyVisitor(
  file: string,
  state: ReleaseState,
  rules: ReleaseRules,
  log: ViolationLog,
): RecordVisitor<SurveyRecord> {
  const { users } = state;
  const register = (id: string, line: number): number => {
    const user = addUser(state, id, line);
    if (user === -1) {
      const first = users.line.get(users.ids.find(id));
      log.add({
        kind: "duplicate",
        file,
        line,
        field: "user_id",
        value: id,
        problem: `"${id}" is the user_id of line ${first} already`,
        expectation: "one row for a participant",
      });
      return -1;
    }
    users.surveyed.set(user, 1);
    return user;
  };
  return {
    record(record, line) {
      const user = register(record.user_id, line);
      for (const { field, value, expectation } of surveyFindings(record, rules.form)) {
        log.add({ kind: "survey", file, line, field, value, expectation });
      }
      const none = record.num_completed_conversations === 0;
      if (record.survey_only !== none) {
        log.add({
          kind: "survey",
          file,
          line,
          field: "survey_only",
          value: record.survey_only,
          expectation: `${none}, since num_completed_conversations is ${record.num_completed_conversations}`,
        });
      }
      if (user === -1) return;
      users.declaredConversations.set(user, record.num_completed_conversations);
      users.surveyOnly.set(user, truthOf(record.survey_only));
      users.balanced.set(user, truthOf(record.included_in_balanced_subset));
      if (record.self_description === null) users.selfDescription.set(user, textAbsent);
      if (record.system_string === null) users.systemString.set(user, textAbsent);
    },
    broken(record, line) {
      if (typeof record.user_id === "string") register(record.user_id, line);
    },
  };
}
