/** Where it is stored whether a person set a statement's handle, which stands somewhere before it is touched. */
export const touchedBlock = (block: string): string => `${block}_touched`;

export const touchedField = (block: string, statement: string): string =>
  `${touchedBlock(block)}.${statement}`;
