/** Words of the form library; importing one registers it. The package ships them without types. */
declare module "survey-core/i18n/arabic";
declare module "survey-core/i18n/french";
declare module "survey-core/i18n/german";
declare module "survey-core/i18n/hindi";
declare module "survey-core/i18n/indonesian";
declare module "survey-core/i18n/japanese";
declare module "survey-core/i18n/korean";
declare module "survey-core/i18n/portuguese-br";
declare module "survey-core/i18n/simplified-chinese";
declare module "survey-core/i18n/spanish";
declare module "survey-core/i18n/swahili";
