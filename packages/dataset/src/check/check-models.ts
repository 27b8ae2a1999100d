import type { ModelRecord } from "../prism-release/model-record.ts";
import type { RecordVisitor } from "./check-records.ts";
import type { ReleaseState } from "./release-state.ts";
import type { ViolationLog } from "./violation.ts";

/** Reads `models.jsonl` into the state. */
export function modelsVisitor(
  file: string,
  state: ReleaseState,
  log: ViolationLog,
): RecordVisitor<ModelRecord> {
  const register = (name: string, line: number) => {
    const model = state.names.number(name);
    if (state.models.has(model)) {
      log.add({
        kind: "duplicate",
        file,
        line,
        field: "long_name",
        value: name,
        problem: `"${name}" has a row already`,
        expectation: "one row for a model",
      });
    }
    state.models.add(model);
  };
  return {
    record: (record, line) => register(record.long_name, line),
    broken(record, line) {
      if (typeof record.long_name === "string") register(record.long_name, line);
    },
  };
}
