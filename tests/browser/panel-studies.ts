/** One short study for each preset, with every ending it can have. */
const survey = JSON.stringify({
  pages: [
    {
      name: "you",
      title: "You",
      elements: [
        { type: "radiogroup", name: "age", title: "Age?", choices: ["young", "old"], isRequired: true },
        {
          type: "radiogroup",
          name: "check",
          title: "Choose blue.",
          choices: ["red", "blue"],
          isRequired: true,
        },
      ],
    },
  ],
});

export interface PanelStudy {
  readonly id: string;
  readonly panel: string;
  /** Query of a link as the panel fills it in. */
  readonly query: (id: string) => string;
  /** What the page leads to, or shows where it leads nowhere. */
  readonly expected: (code: string, id: string) => { readonly address: string } | { readonly code: string };
}

const codes =
  "codes: {completed: DONE1, declined: NOPE2, screenedOut: OUT3, full: FULL4, failedCheck: CHECK5}";
const sonaAddress = (code: string) =>
  `https://x.sona-systems.com/webstudy_credit.aspx?experiment_id=1&credit_token=${code}&survey_code={id}`;
const addresses = (of: (code: string) => string) =>
  `addresses: {completed: "${of("DONE1")}", declined: "${of("NOPE2")}", screenedOut: "${of("OUT3")}", full: "${of("FULL4")}", failedCheck: "${of("CHECK5")}"}`;
const connectAddress = (code: string) => `https://connect.example/p/{session}?c=${code}`;

export const panelStudies: readonly PanelStudy[] = [
  {
    id: "prolific",
    panel: `{use: prolific, ${codes}}`,
    query: (id) => `PROLIFIC_PID=${id}&STUDY_ID=s1&SESSION_ID=u1`,
    expected: (code) => ({ address: `https://app.prolific.com/submissions/complete?cc=${code}` }),
  },
  {
    id: "sona",
    panel: `{use: sona, ${addresses(sonaAddress)}}`,
    query: (id) => `survey_code=${id}`,
    expected: (code, id) => ({ address: sonaAddress(code).replace("{id}", id) }),
  },
  {
    id: "connect",
    panel: `{use: connect, ${addresses(connectAddress)}}`,
    query: (id) => `participantId=${id}&assignmentId=a-${id}&projectId=p1`,
    expected: (code, id) => ({ address: connectAddress(code).replace("{session}", `a-${id}`) }),
  },
  {
    id: "mturk",
    panel: `{use: mturk, ${codes}}`,
    query: () => "",
    expected: (code) => ({ code }),
  },
];

export function panelStudyFiles(study: PanelStudy, id: string, extra = ""): Readonly<Record<string, string>> {
  return {
    "study.yaml": `refract: 1
id: ${id}
title: Tea
${extra}
entry: {returning: restart, panel: ${study.panel}}
stages:
  - {id: consent, type: consent, version: "1", statements: [{id: consent, text: I agree}]}
  - id: you
    type: survey
    survey: you.json
    endings:
      - {as: screened-out, when: [{field: age, oneOf: [young]}]}
      - {as: failed-check, when: [{field: check, noneOf: [blue]}]}
  - {id: end, type: end}
`,
    "you.json": survey,
  };
}
