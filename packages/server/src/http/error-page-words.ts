import type { PageLanguage } from "@refract/collect";

export interface ErrorPageWords {
  /** No page at the address. */
  readonly missing: { readonly title: string; readonly heading: string; readonly what: string };
  /** Anything else that keeps a page from being shown. */
  readonly failed: { readonly title: string; readonly heading: string; readonly what: string };
  /** For researchers; what stands in brackets is the link to the start page. */
  readonly start: string;
}

/** What a browser is told in the place of a page, in the languages of the pages. */
export const errorPageWords: Readonly<Record<PageLanguage, ErrorPageWords>> = Object.freeze({
  en: {
    missing: {
      title: "No page here",
      heading: "There is no page at this address",
      what: "If you take part in a study, open the link you were given once more, whole.",
    },
    failed: {
      title: "Not possible",
      heading: "This page can’t be shown",
      what: "Please try again in a moment.",
    },
    start: "If you run studies here, begin at the [start page].",
  },
  ar: {
    missing: {
      title: "لا توجد صفحة هنا",
      heading: "لا توجد صفحة في هذا العنوان",
      what: "إذا كنت تشارك في دراسة، فافتح الرابط الذي تلقيته مرة أخرى كاملًا.",
    },
    failed: {
      title: "غير ممكن",
      heading: "لا يمكن عرض هذه الصفحة",
      what: "يُرجى المحاولة مرة أخرى بعد قليل.",
    },
    start: "إذا كنت تدير دراسات هنا، فابدأ من [صفحة البداية].",
  },
  de: {
    missing: {
      title: "Keine Seite",
      heading: "Unter dieser Adresse gibt es keine Seite",
      what: "Wenn Sie an einer Studie teilnehmen, öffnen Sie bitte den Link, den Sie bekommen haben, noch einmal vollständig.",
    },
    failed: {
      title: "Nicht möglich",
      heading: "Diese Seite kann nicht angezeigt werden",
      what: "Bitte versuchen Sie es gleich noch einmal.",
    },
    start: "Wenn Sie hier Studien durchführen, beginnen Sie auf der [Startseite].",
  },
  es: {
    missing: {
      title: "Aquí no hay ninguna página",
      heading: "No hay ninguna página en esta dirección",
      what: "Si participa en un estudio, abra de nuevo, completo, el enlace que recibió.",
    },
    failed: {
      title: "No es posible",
      heading: "No se puede mostrar esta página",
      what: "Inténtelo de nuevo en un momento.",
    },
    start: "Si realiza estudios aquí, empiece en la [página de inicio].",
  },
  fr: {
    missing: {
      title: "Aucune page ici",
      heading: "Il n’y a pas de page à cette adresse",
      what: "Si vous participez à une étude, ouvrez de nouveau, en entier, le lien que vous avez reçu.",
    },
    failed: {
      title: "Impossible",
      heading: "Cette page ne peut pas être affichée",
      what: "Veuillez réessayer dans un instant.",
    },
    start: "Si vous menez des études ici, commencez par la [page d’accueil].",
  },
  hi: {
    missing: {
      title: "यहाँ कोई पृष्ठ नहीं है",
      heading: "इस पते पर कोई पृष्ठ नहीं है",
      what: "यदि आप किसी अध्ययन में भाग ले रहे हैं, तो आपको मिला पूरा लिंक एक बार फिर खोलें।",
    },
    failed: {
      title: "यह संभव नहीं है",
      heading: "यह पृष्ठ दिखाया नहीं जा सकता",
      what: "कृपया थोड़ी देर में फिर कोशिश करें।",
    },
    start: "यदि आप यहाँ अध्ययन चलाते हैं, तो [आरंभ पृष्ठ] से शुरू करें।",
  },
  id: {
    missing: {
      title: "Tidak ada halaman",
      heading: "Tidak ada halaman di alamat ini",
      what: "Jika Anda mengikuti sebuah studi, silakan buka lagi seluruh tautan yang Anda terima.",
    },
    failed: {
      title: "Tidak dapat dilakukan",
      heading: "Halaman ini tidak dapat ditampilkan",
      what: "Silakan coba lagi sebentar lagi.",
    },
    start: "Jika Anda menyelenggarakan studi di sini, mulailah dari [halaman awal].",
  },
  ja: {
    missing: {
      title: "ページがありません",
      heading: "このアドレスにページはありません",
      what: "調査に参加されている方は、受け取ったリンク全体をもう一度開いてください。",
    },
    failed: {
      title: "表示できません",
      heading: "このページを表示できません",
      what: "しばらくしてからもう一度お試しください。",
    },
    start: "ここで調査を実施される方は、[開始ページ]からお進みください。",
  },
  ko: {
    missing: {
      title: "페이지가 없습니다",
      heading: "이 주소에는 페이지가 없습니다",
      what: "연구에 참여 중이시라면 받으신 링크 전체를 다시 열어 주십시오.",
    },
    failed: {
      title: "표시할 수 없습니다",
      heading: "이 페이지를 표시할 수 없습니다",
      what: "잠시 후 다시 시도해 주십시오.",
    },
    start: "여기에서 연구를 운영하신다면 [시작 페이지]에서 시작하십시오.",
  },
  pt: {
    missing: {
      title: "Nenhuma página aqui",
      heading: "Não há nenhuma página neste endereço",
      what: "Se você participa de um estudo, abra novamente, por inteiro, o link que recebeu.",
    },
    failed: {
      title: "Não é possível",
      heading: "Não é possível mostrar esta página",
      what: "Tente novamente daqui a pouco.",
    },
    start: "Se você conduz estudos aqui, comece pela [página inicial].",
  },
  sw: {
    missing: {
      title: "Hakuna ukurasa hapa",
      heading: "Hakuna ukurasa kwenye anwani hii",
      what: "Kama unashiriki katika utafiti, tafadhali fungua tena kiungo chote ulichopewa.",
    },
    failed: {
      title: "Haiwezekani",
      heading: "Ukurasa huu hauwezi kuonyeshwa",
      what: "Tafadhali jaribu tena baada ya muda mfupi.",
    },
    start: "Kama unaendesha tafiti hapa, anza kwenye [ukurasa wa mwanzo].",
  },
  zh: {
    missing: {
      title: "没有此页面",
      heading: "此地址没有页面",
      what: "如果您正在参与研究，请重新打开您收到的完整链接。",
    },
    failed: {
      title: "无法显示",
      heading: "无法显示此页面",
      what: "请稍后再试。",
    },
    start: "如果您在此开展研究，请从[起始页]开始。",
  },
});
