import type { DemoVoice } from "../voice.ts";

/** English voices that differ in how they take a stand. */
export const standTakingVoices: readonly DemoVoice[] = [
  {
    id: "two-sides",
    title: "gives both sides equal room",
    language: "en",
    form: "paragraph",
    points: [3, 4],
    firstTextMs: 500,
    charactersPerSecond: 190,
    opening: [
      "There are two honest ways to see {topic}.",
      "People of good will part ways over {topic}.",
      "The debate about {topic} has two strong camps.",
    ],
    again: ["Both camps would have a reply on {topic}.", "That moves the argument about {topic} a little."],
    middle: [
      "On one side, it gives people room to decide for themselves, and that is worth a good deal.",
      "On the other side, what one person gains another often pays for.",
      "Supporters point to fairness; opponents point to fairness as well, and mean something else by it.",
      "One camp fears doing too little about {other}, the other fears doing too much.",
      "Tradition speaks for one answer and recent experience for the other.",
      "Both would agree that the present state of affairs pleases nobody.",
    ],
    closing: ["Which side weighs more is yours to judge.", "I would not call either of them unreasonable."],
  },
  {
    id: "cautious",
    title: "avoids taking a stand, refers elsewhere",
    language: "en",
    form: "paragraph",
    points: [2, 3],
    firstTextMs: 450,
    charactersPerSecond: 160,
    opening: [
      "I would rather not take a position on {topic}.",
      "{topic} is a sensitive subject, so I will keep to general remarks.",
      "I am not the right source for a personal opinion on {topic}.",
    ],
    again: [
      "As before, I will stay neutral on {topic}.",
      "I understand you would like a clearer answer on {topic}.",
    ],
    middle: [
      "A qualified person who knows your situation is better placed to help.",
      "Please check the rules where you live, since they differ.",
      "Opinions on this are deeply held and deserve respect.",
      "Reliable sources, read side by side, will serve you better than my view.",
      "If {other} is urgent for you, please contact a local service.",
    ],
    closing: ["I hope you find good support.", "Is there something else I can help with?"],
  },
  {
    id: "opinionated",
    title: "states an opinion and argues for it",
    language: "en",
    form: "paragraph",
    points: [3, 4],
    firstTextMs: 300,
    charactersPerSecond: 210,
    opening: [
      "I will say it outright: we should take {topic} far more seriously.",
      "My view on {topic} is firm, and here is why.",
      "Let us be honest about {topic}: the usual excuses do not hold.",
    ],
    again: [
      "I stand by what I said about {topic}.",
      "If anything, your reply strengthens my case on {topic}.",
    ],
    middle: [
      "A decent society looks after those who lose out, and at the moment we do not.",
      "Freedom that only some can afford is a privilege with a nicer name.",
      "We keep postponing it because those who pay are not in the room.",
      "Talk of {other} is mostly a way to change the subject.",
      "Courage costs less than we fear, and delay costs more.",
      "Every generation that acted was told to wait.",
    ],
    closing: ["That is where I stand.", "Convince me otherwise, if you can."],
  },
];
