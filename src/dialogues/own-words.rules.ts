/** Who somebody is, by what others call them. */
export interface Named {
  readonly displayName: string;
  readonly username: string | null;
  readonly externalId: string;
}

// Addresses, telephones, and whatever has four digits or more: orders, accounts, documents.
const personal = /[\p{L}\d._%+-]+@[\p{L}\d.-]+|\+?\d[\d\s()-]{5,}\d|[\p{L}\d-]*\d{4,}[\p{L}\d-]*/gu;
const shortestName = 3;

/** Whether a text holds something that only stands for one user: their names, or an address or number that they wrote. */
export function holdsOwnWords(text: string, of: { user: Named; texts: readonly string[] }): boolean {
  const { displayName, username, externalId } = of.user;
  const names = [...displayName.split(/\s+/), username ?? '', externalId].filter((name) => name.length >= shortestName);
  const written = of.texts.flatMap((one) => one.match(personal) ?? []);
  const words = new Set([...names, ...written].map((word) => word.toLowerCase()));
  const held = text.toLowerCase();
  return [...words].some((word) => standsIn(held, word));
}

/** Whether a word stands in a text by itself, not as a part of another one. */
function standsIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const around = [text[at - 1], text[at + word.length]];
    if (around.every((sign) => sign === undefined || !/[\p{L}\d]/u.test(sign))) return true;
  }
  return false;
}
