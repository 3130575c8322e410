/** Letters that people write with their dots or without, as they are compared. */
export const undotted: readonly [written: string, compared: string] = ['ё', 'е'];
