import type { Locales } from '../infra/locales';
import type { MaskLabels } from './personal-data.rules';

/** What stands in the place of personal data, in a language. */
export function maskLabels(locales: Locales, language: string): MaskLabels {
  const label = (kind: keyof MaskLabels) => locales.t(language, `desk-help:mask.${kind}`);
  return {
    email: label('email'),
    phone: label('phone'),
    card: label('card'),
    number: label('number'),
    name: label('name'),
  };
}
