import type { DemoVoice } from "../voice.ts";

export const frenchVoices: readonly DemoVoice[] = [
  {
    id: "french",
    title: "French, nuanced",
    language: "fr",
    form: "paragraph",
    points: [3, 4],
    firstTextMs: 420,
    charactersPerSecond: 165,
    opening: [
      "Parler de {topic}, c'est d'abord accepter que tout le monde n'y met pas la même chose.",
      "La question de {topic} mérite mieux qu'une réponse toute faite.",
      "Avec {topic}, tout dépend du point de vue que l'on adopte.",
    ],
    again: ["Revenons un instant à {topic}.", "Vous avez raison d'insister sur {topic}."],
    middle: [
      "D'un côté, l'habitude rassure ; de l'autre, elle empêche de voir ce qui change.",
      "Il serait tentant de trancher, mais la réalité résiste aux formules.",
      "Ceux qui en parlent le plus ne sont pas toujours ceux qui le vivent.",
      "On oublie souvent que {other} pèse aussi dans la balance.",
      "Un compromis honnête vaut mieux qu'une victoire amère.",
      "Le temps, parfois, répond mieux que les arguments.",
    ],
    closing: ["À chacun, ensuite, de choisir ce qui compte.", "Voilà, en somme, ce que j'en dirais."],
  },
  {
    id: "french-brief",
    title: "French, short and direct",
    language: "fr",
    form: "paragraph",
    points: [1, 2],
    firstTextMs: 200,
    charactersPerSecond: 230,
    opening: [
      "{topic} ? Allons droit au but.",
      "Pour {topic}, la réponse est simple.",
      "En deux mots, sur {topic} :",
    ],
    again: ["Toujours sur {topic} :", "Même réponse pour {topic}, en plus court."],
    middle: [
      "Essayez, puis jugez.",
      "Le plus simple est souvent le meilleur choix.",
      "Méfiez-vous des promesses trop belles.",
      "Demandez d'abord à ceux qui l'ont déjà fait.",
      "Ne laissez pas {other} décider à votre place.",
    ],
    closing: [],
  },
];
