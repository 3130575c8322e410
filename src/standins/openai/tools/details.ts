import { type FoundContact, nameIn, phoneIn } from './contacts';
import { dateIn } from './dates';
import { placeIn } from './places';
import { timesIn } from './times';

/** What a booking is made of, as far as it was said: the words of the user, or what stands for them. */
export interface Details {
  readonly hall?: string;
  readonly date?: string;
  readonly start?: string;
  readonly end?: string;
  readonly name?: string;
  readonly phone?: string;
}

/** A thing that a booking is made of. */
export type Detail = keyof Details;

/** What helps to understand a message. */
export interface Surroundings {
  /** Names of halls that the prompt has. */
  readonly places: readonly string[];
  /** What the user was asked for just before, in this order. */
  readonly asked: readonly Detail[];
}

/** What a message tells of a booking. Each part is taken out of the text when it is understood, so that no digit counts twice. */
export function detailsOf(text: string, { places, asked }: Surroundings): Details {
  const isoDate = dateIn(text, 'iso');
  const phone = phoneIn(isoDate.rest);
  const date = isoDate.date === undefined ? dateIn(phone.rest, 'words') : { ...isoDate, rest: phone.rest };
  const times = timesIn(date.rest);
  const place = placeIn(times.rest, places);
  const rest = leftover(place.rest, { place, asked });
  const contact: FoundContact = { expected: phone.phone !== undefined || asked.includes('name'), places };
  const name = nameIn(rest.text, contact);
  return only({
    hall: rest.hall ?? place.place,
    date: date.date,
    start: times.start,
    end: times.end,
    name,
    phone: phone.phone,
  });
}

/** Who is asked for a hall and answers «Лофт, Иван» means the hall first. */
function leftover(text: string, of: { place: { place?: string | undefined }; asked: readonly Detail[] }) {
  if (of.place.place !== undefined || !of.asked.includes('hall')) return { text };
  const [first = '', ...others] = text.split(/[,;\n]/);
  const words = first.trim().replace(/[.!]+$/, '');
  const isName = /^[\p{L}\d«»"“” -]{2,40}$/u.test(words) && words.split(/\s+/).length <= 3;
  return isName ? { text: others.join(','), hall: words.replaceAll(/[«»"“”]/g, '') } : { text };
}

/** The details of several messages: the later word counts. */
export function together(told: readonly Details[]): Details {
  return told.reduce((all, one) => ({ ...all, ...one }), {});
}

function only(details: { [detail in Detail]: string | undefined }): Details {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}
