/** Stands in a text where something was understood and taken out: what was on both sides of it does not belong together. */
export const taken = '¤';
