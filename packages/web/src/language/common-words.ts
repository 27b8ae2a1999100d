/**
 * Words of languages in Latin letters that stand in almost every sentence of one and are rare in the others here. The languages beyond
 * those of the pages keep their texts from being taken for a relative's.
 */
export const commonWords: Readonly<Record<string, string>> = Object.freeze({
  en: "the and of is that this with for are was have you not which they from would there been it to in what",
  de: "und der die das ist nicht ein eine mit auf für sich auch werden sind dem den wie oder wenn ich sie zu es im von",
  fr: "les des est une dans pour que qui pas avec sur vous nous cette mais être ont sont et le la du au ce il elle",
  es: "los las una por para que con del como pero más este esta son cuando muy también y el en la de es lo su se no",
  pt: "não uma para com os das dos mais como mas ao pelo pela são também você isso ser quando e o em do da um na no que",
  id: "yang dan tidak dengan untuk ini itu adalah dari dalam pada akan bisa karena saya anda oleh juga atau ke di ada",
  sw: "ya na wa kwa ni katika kuwa la za cha vya hii hiyo kama lakini sana watu yako yangu ambayo pia au si hili",
  it: "il che non per una sono con del della gli anche come più questo questa nel alla dei delle è di e la le un si ma",
  nl: "het een van en is niet dat met voor zijn op aan ook als maar door naar er worden deze om te de ik je bij",
  sv: "och att det som en på är av för med den till inte har ett om de var jag kan så men från vi",
  da: "og det at er en til på som med for ikke den af har de et kan var jeg om så der vi men fra",
  pl: "nie się jest na że do to jak ale co dla od przez czy jego są być może po za który tak tym",
  ro: "și în de la nu este cu care pe mai că din pentru sunt o un ce să au fi prin sau dar",
  ca: "els les per amb del però més aquest aquesta són és i seva molt també dels pels què als hi",
  tr: "ve bir bu için ile da de çok daha ne olarak gibi kadar olan var ama ben değil mi en o her sonra",
  vi: "và của là có được cho không trong với các một những này đã khi người để như tôi bạn ở về",
  tl: "ang ng mga sa na at ay ito hindi para siya kung may ko mo niya ako kami din lang pero dahil ka",
  ms: "yang dan tidak dengan untuk ini itu adalah dari dalam pada akan boleh kerana saya anda oleh juga atau ke di ialah",
});
