/** What each entry of `truth.json` means, by its place in the file; written into the file itself. */
export const truthMeanings: Readonly<Record<string, string>> = Object.freeze({
  seed: "The seed of the simulation: the same seed, study and number of people give the same people and answers.",
  scoreModel: "How a score comes about. Every name in it is an entry of this file.",
  deviations:
    "Standard deviations from which the parts of utilities were drawn, in points of a scale of 100: model (quality), group (offsets), attribute (strengths), personByModel, response (one draw an answer), rating (one draw a rating).",
  laterTurnLift: "Added to every utility after the opening turn, in points.",
  varianceComponents: "The deviations squared: what a mixed model should find.",
  "group.field": "The survey's field whose levels differ in how they see models.",
  "group.offsets":
    "By level of that field, then by model id: points added to the model's utility for people of that level. They sum to about 0 over levels.",
  "models[].id": "The model as the study file names it.",
  "models[].quality": "Points that everybody sees in the model alike: the true order of models.",
  "models[].strengths": "By attribute: how strong the model is in it, in points. People weight them.",
  "people[].user_id":
    "The person in the dataset; null for somebody who could not be let in or is not in the data.",
  "people[].participantId": "The person in the store; null for somebody who could not be let in.",
  "people[].ordinal": "Their place in the simulation.",
  "people[].seed": "Of all their random choices.",
  "people[].startsAt": "When they came in, epoch milliseconds of simulated time.",
  "people[].language": "Of the pages they read.",
  "people[].profile": "What they would answer in surveys; those they did answer are in the dataset.",
  "people[].scaleUse": "centre and spread of the score model: where and how widely this person rates.",
  "people[].attributeWeights":
    "By attribute: how much they care for it; these make their stated preferences.",
  "people[].personByModel": "By model id: what only this person sees in the model, in points.",
  "people[].utilities":
    "By model id: what the model is worth to this person before an answer is seen; quality, group offset, attributes and personByModel together.",
  "people[].habits": "How they talk: numbers of turns and conversations, kinds of conversation, ties.",
  "people[].pace": "How fast they read, type and rate.",
});
