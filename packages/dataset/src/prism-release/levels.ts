/**
 * The levels of the release's categorical fields (spec prism-collection, stage 1; level names and counts in the
 * published codebook). Spellings are the release's own, slips included.
 */
export const preferNotToSay = "Prefer not to say";

export const consentLevels = ["Yes, I consent to take part"] as const;
export const consentAgeLevels = ["I certify that I am 18 years of age or over"] as const;

export const familiarityLevels = ["Not familiar at all", "Somewhat familiar", "Very familiar"] as const;
export const useLevels = ["Yes", "No", "Unsure"] as const;
/** From rare to frequent. */
export const frequencyLevels = [
  "Less than one a year",
  "Once per month",
  "More than once a month",
  "Every week",
  "Every day",
] as const;

/** From young to old. */
export const ageLevels = [
  "18-24 years old",
  "25-34 years old",
  "35-44 years old",
  "45-54 years old",
  "55-64 years old",
  "65+ years old",
  preferNotToSay,
] as const;
export const genderLevels = ["Male", "Female", "Non-binary / third gender", preferNotToSay] as const;
export const employmentLevels = [
  "Working full-time",
  "Working part-time",
  "Student",
  "Unemployed, seeking work",
  "Unemployed, not seeking work",
  "Homemaker / Stay-at-home parent",
  "Retired",
  preferNotToSay,
] as const;
/** From least to most. */
export const educationLevels = [
  "Some Primary",
  "Completed Primary School",
  "Some Secondary",
  "Completed Secondary School",
  "Vocational",
  "Some University but no degree",
  "University Bachelors Degree",
  "Graduate / Professional degree",
  preferNotToSay,
] as const;
export const maritalLevels = [
  "Never been married",
  "Married",
  "Divorced / Separated",
  "Widowed",
  preferNotToSay,
] as const;
/** From least to most. */
export const englishLevels = ["Basic", "Intermediate", "Advanced", "Fluent", "Native speaker"] as const;

export const ethnicityLevels = [
  "White",
  "Black / African",
  "Hispanic / Latino",
  "Asian",
  "Mixed",
  "Middle Eastern / Arab",
  "Indigenous / First Peoples",
  "Other",
  preferNotToSay,
] as const;
export const simplifiedEthnicityLevels = [
  "White",
  "Black",
  "Hispanic",
  "Asian",
  "Mixed",
  "Other",
  preferNotToSay,
] as const;
export const religionLevels = [
  "Non-religious",
  "Christian",
  "Agnostic",
  "Jewish",
  "Muslim",
  "Spiritual",
  "Buddhist",
  "Folk religion",
  "Hindu",
  "Sikh",
  "Other",
  preferNotToSay,
] as const;
export const simplifiedReligionLevels = [
  "No Affiliation",
  "Christian",
  "Jewish",
  "Muslim",
  "Other",
  preferNotToSay,
] as const;

/** United Nations regions of countries, plus the release's word for no answer. */
export const regionLevels = ["Africa", "Americas", "Asia", "Europe", "Oceania", preferNotToSay] as const;
export const specialRegionLevels = [
  "US",
  "Europe",
  "UK",
  "Latin America and the Caribbean",
  "Australia and New Zealand",
  "Africa",
  "Asia",
  "Northern America",
  "Middle East",
  "Oceania",
  preferNotToSay,
] as const;
export const sameCountryLevels = ["Yes", "No", preferNotToSay] as const;

export const conversationTypes = ["unguided", "values guided", "controversy guided"] as const;
export const modelProviders = [
  "openai",
  "anthropic",
  "cohere",
  "google",
  "aleph",
  "huggingface_api",
] as const;
/** `Commerical` is the release's spelling. */
/** How people came to a group of own words: PRISM had two annotators, who settled differences. */
export const annotatorRules = ["two annotators", "settled by annotators", "one annotator"] as const;

export const modelAccessLevels = ["Commerical", "Open Access"] as const;
export const modelTypeLevels = ["Chat", "Instruct"] as const;
