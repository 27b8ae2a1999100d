/** A part of the project whose lines are changed, with the tests that should notice. */
export interface Place {
  readonly name: string;
  /** Files, or folders with all they hold, from the project's root. */
  readonly sources: readonly string[];
  /** Patterns of the test files beside them. */
  readonly tests: readonly string[];
}

const within = (name: string, ...folders: readonly string[]): Place => ({
  name,
  sources: folders,
  tests: folders.map((folder) => `${folder}/**/*.test.ts`),
});

/** What people's data, pay and access, and models' scores hang on. */
export const places: readonly Place[] = [
  within("limits of calls", "packages/models/src/service"),
  within("reasoning", "packages/models/src/reasoning"),
  within("scores", "packages/ask/src/scores", "packages/ask/src/compare"),
  within(
    "statistics of scores",
    "packages/stats/src/agreement",
    "packages/stats/src/clustered-means",
    "packages/stats/src/multiplicity",
  ),
  within("seeds and samples", "packages/stats/src/resampling"),
  within("panels", "packages/collect/src/panel", "packages/core/src/study/panel"),
  within("allocation", "packages/collect/src/task"),
  within("surveys", "packages/collect/src/survey"),
  within("sessions", "packages/collect/src/session"),
  {
    name: "links and keys",
    sources: ["packages/server/src/entry-token.ts", "packages/server/src/secrets.ts"],
    tests: ["packages/server/src/entry-token.test.ts", "packages/server/src/secrets.test.ts"],
  },
  {
    name: "access",
    sources: [
      "packages/server/src/http/researcher-sign-in.ts",
      "packages/server/src/sessions/device.ts",
      "packages/server/src/jobs/credit-answer.ts",
    ],
    tests: [
      "packages/server/src/http/researcher-sign-in.test.ts",
      "packages/server/src/sessions/device.test.ts",
      "packages/server/src/jobs/credit-answer.test.ts",
    ],
  },
  within("migrations", "packages/store/src/migrations"),
  {
    name: "store",
    sources: [
      "packages/store/src/credits.ts",
      "packages/store/src/ledger.ts",
      "packages/store/src/places.ts",
      "packages/store/src/studies.ts",
      "packages/store/src/withdrawal.ts",
    ],
    tests: ["packages/store/src/contract/{credits,ledger,places,studies,withdrawal}.test.ts"],
  },
  within("pages", "packages/web/src/participant", "packages/web/src/task", "packages/web/src/scale"),
];
