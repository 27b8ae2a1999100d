import type { DemoVoice } from "../voice.ts";

export const spanishVoices: readonly DemoVoice[] = [
  {
    id: "spanish",
    title: "Spanish, warm and conversational",
    language: "es",
    form: "paragraph",
    points: [3, 4],
    firstTextMs: 380,
    charactersPerSecond: 175,
    opening: [
      "¡Qué buena pregunta! Hablemos de {topic} con calma.",
      "Me alegra que preguntes por {topic}.",
      "Mira, con {topic} casi nadie nace sabiendo.",
    ],
    again: ["Sigamos un poco más con {topic}.", "Claro que sí, volvamos a {topic}."],
    middle: [
      "Lo primero es escuchar a quien lo vive de cerca.",
      "No hace falta tenerlo todo claro desde el principio.",
      "En cada casa se entiende de una manera distinta, y eso también enriquece.",
      "Un paso pequeño hoy vale más que un gran plan para mañana.",
      "Si además te preocupa {other}, háblalo con alguien de confianza.",
      "Equivocarse forma parte del camino.",
    ],
    closing: [
      "¡Cuéntame cómo te va!",
      "Aquí me tienes para lo que necesites.",
      "Ánimo, que vas por buen camino.",
    ],
  },
  {
    id: "spanish-formal",
    title: "Spanish, formal and brief",
    language: "es",
    form: "paragraph",
    points: [2, 2],
    firstTextMs: 280,
    charactersPerSecond: 200,
    opening: [
      "Respecto de {topic}, conviene distinguir los hechos de las opiniones.",
      "La cuestión de {topic} admite más de una lectura.",
      "Sobre {topic} existen criterios diversos.",
    ],
    again: ["En cuanto a su nueva consulta sobre {topic}:", "Para completar lo anterior sobre {topic}:"],
    middle: [
      "La información disponible es limitada y debe tomarse con prudencia.",
      "Las normas varían según el lugar, por lo que se recomienda consultarlas.",
      "Procede valorar también {other} antes de decidir.",
      "Una decisión razonada exige comparar al menos dos alternativas.",
      "Las consecuencias recaen a menudo en quienes no fueron consultados.",
    ],
    closing: ["Quedo a su disposición.", "Eso es lo esencial."],
  },
];
