import { badInput } from '../errors';

/** What an operator may be asked to be; null and undefined leave things as they are. */
export interface OperatorDetails {
  readonly name?: string | null | undefined;
  readonly languages?: readonly string[] | null | undefined;
  readonly capacity?: number | null | undefined;
  /** The bots that they answer for; none: all. */
  readonly botIds?: readonly string[] | null | undefined;
}

type Faults = Readonly<Record<string, string>>;

const longestName = 200;
const longestList = 50;
const mostAtOnce = 100;
const languageShape = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** What is wrong with an operator's details: field → key of errors.json below "fields". */
export function detailFaults(details: OperatorDetails): Faults {
  const { name, languages, capacity, botIds } = details;
  return {
    ...(typeof name === 'string' && nameFault(name)),
    ...(languages && languagesFault(languages)),
    ...(typeof capacity === 'number' && (capacity < 1 || capacity > mostAtOnce) && { capacity: 'capacity_range' }),
    ...(botIds && botIds.length > longestList && { botIds: 'list_too_long' }),
  };
}

/** Throws BAD_USER_INPUT when there is anything wrong. */
export function refuseFaults(faults: Faults): void {
  if (Object.keys(faults).length > 0) throw badInput(faults);
}

function nameFault(name: string): Faults {
  const length = name.trim().length;
  if (length === 0) return { name: 'required' };
  return length > longestName ? { name: 'too_long' } : {};
}

function languagesFault(languages: readonly string[]): Faults {
  if (languages.length > longestList) return { languages: 'list_too_long' };
  return languages.every((language) => languageShape.test(language)) ? {} : { languages: 'language_unknown' };
}
