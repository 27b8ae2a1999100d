/** Where an installation keeps its things, unless told otherwise. */
export const defaultDataFolder = "refract-data";
