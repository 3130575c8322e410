import { badInput } from '../errors';
import { cleanLine, cleanText } from '../infra/clean-text';
import type { ClientData } from './booking';
import { phoneOf } from './phone.rules';

const longestName = 100;

/** Who comes, as it may be kept: a name on one line, a telephone number as E.164 has it. Throws BAD_USER_INPUT. */
export function checkedClient(given: ClientData): { clientName: string; clientPhone: string | null } {
  return { clientName: checkedName(given.clientName), clientPhone: checkedPhone(given.clientPhone ?? null) };
}

/** The same of what was given only. */
export function checkedPart(given: Partial<ClientData>): { clientName?: string; clientPhone?: string | null } {
  return {
    ...(given.clientName === undefined ? {} : { clientName: checkedName(given.clientName) }),
    ...(given.clientPhone === undefined ? {} : { clientPhone: checkedPhone(given.clientPhone) }),
  };
}

function checkedName(given: string): string {
  if (cleanText(given).trim().length > longestName) throw badInput({ clientName: 'too_long' });
  const name = cleanLine(given, longestName);
  if (name === '') throw badInput({ clientName: 'required' });
  if (!/\p{L}/u.test(name)) throw badInput({ clientName: 'invalid' });
  return name;
}

function checkedPhone(given: string | null): string | null {
  if (given === null || given.trim() === '') return null;
  const phone = phoneOf(given);
  if (phone === undefined) throw badInput({ clientPhone: 'bad_phone' });
  return phone;
}
