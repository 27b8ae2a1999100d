/** A survey with every type of question, conditions in both directions, and fields of the PRISM release. */
export const testSurvey = {
  pages: [
    {
      name: "use",
      elements: [
        { type: "radiogroup", name: "lm_direct_use", isRequired: true, choices: ["Yes", "No", "Unsure"] },
        {
          type: "checkbox",
          name: "lm_usecases",
          isRequired: true,
          visibleIf: "{lm_direct_use} = 'Yes'",
          choices: ["research", "games", "well-being_guidance"],
          choicesOrder: "random",
          showOtherItem: true,
        },
        { type: "text", name: "before", visibleIf: "{consented} = true", isRequired: true },
      ],
    },
    {
      name: "person",
      elements: [
        {
          type: "radiogroup",
          name: "gender",
          isRequired: true,
          choices: ["Male", "Female", "Non-binary / third gender"],
          showRefuseItem: true,
        },
        {
          type: "dropdown",
          name: "age",
          choices: ["18-24 years old", "25-34 years old", "Prefer not to say"],
          showOtherItem: true,
        },
        { type: "text", name: "ethnicity" },
        {
          type: "comment",
          name: "self_description",
          isRequired: true,
          maxLength: 400,
          validators: [{ type: "text", minLength: 150 }],
        },
        { type: "comment", name: "short", isRequired: true, maxLength: 12 },
        {
          type: "scales",
          name: "stated_prefs",
          isRequired: true,
          rows: [
            { value: "fluency", text: "is fluent" },
            { value: "values", text: "shares my values" },
            { value: "politeness", text: "is polite" },
          ],
          rowsOrder: "random",
          minText: "no",
          maxText: "yes",
          showOtherRow: true,
          otherRowText: "Something else",
        },
      ],
    },
    {
      name: "rest",
      elements: [
        { type: "boolean", name: "consented", isRequired: true },
        { type: "rating", name: "stars", isRequired: true, rateMin: -2, rateMax: 6, rateStep: 2 },
        {
          type: "text",
          name: "height",
          isRequired: true,
          inputType: "number",
          min: 0.3,
          max: 2.5,
          step: 0.1,
        },
        {
          type: "text",
          name: "day",
          isRequired: true,
          inputType: "date",
          min: "2024-02-28",
          max: "2024-03-01",
        },
        { type: "text", name: "hour", isRequired: true, inputType: "time", min: "09:30", max: "09:32" },
        {
          type: "checkbox",
          name: "three",
          isRequired: true,
          choices: ["a", "b", "c", "d"],
          minSelectedChoices: 2,
          maxSelectedChoices: 3,
          showNoneItem: true,
        },
        { type: "text", name: "why", requiredIf: "{stars} > 0", maxLength: 5 },
        {
          type: "panel",
          name: "inside",
          visibleIf: "{gender} = 'Female'",
          elements: [
            {
              type: "dropdown",
              name: "nested",
              isRequired: true,
              choicesFromQuestion: "three",
              choicesOrder: "none",
            },
          ],
        },
      ],
    },
  ],
} as const;
