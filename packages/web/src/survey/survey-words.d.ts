/** Words of the form library; importing one registers it. The package ships them without types. */
declare module "survey-core/i18n/arabic";
