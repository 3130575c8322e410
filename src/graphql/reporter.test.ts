import path from 'node:path';
import { GraphQLError } from 'graphql';
import { badInput, Refusal, type RefusalCode, refusals } from '../errors';
import { type Locales, openLocales } from '../infra/locales';
import { openLog } from '../infra/log';
import { httpOf, httpOfRefused, Reporter } from './reporter';

let locales: Locales;
let reporter: Reporter;
beforeAll(async () => {
  locales = await openLocales(path.join(__dirname, '../../locales'));
  reporter = new Reporter({ locales, log: openLog('silent') });
});

const nobody = (language: 'ru' | 'en') => ({ language, viewer: null });
const thrown = (originalError: Error) => new GraphQLError(originalError.message, { originalError, path: ['me'] });

describe('an error as its caller reads it', () => {
  it.each(Object.keys(refusals) as RefusalCode[])('says %s in both languages', (code) => {
    for (const language of ['ru', 'en'] as const) {
      const told = reporter.report(thrown(new Refusal(code)), nobody(language));
      expect(told).toMatchObject({
        message: locales.t(language, `errors:${code}`),
        path: ['me'],
        extensions: { code },
      });
      expect(/[а-я]/i.test(told.message)).toBe(language === 'ru');
    }
  });

  it('names the inputs at fault with a sentence for each', () => {
    const told = reporter.report(thrown(badInput({ text: 'blank' })), nobody('ru'));
    expect(told.extensions?.['fields']).toEqual({ text: 'Текст не может состоять из одних пробелов.' });
  });

  it('masks what is our fault and keeps nothing of it but an id', () => {
    const told = reporter.report(thrown(new Error('postgres://owner:secret@db/besedka')), nobody('en'));
    expect(told.extensions).toEqual({
      code: 'INTERNAL_SERVER_ERROR',
      errorId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(JSON.stringify(told)).not.toMatch(/secret|stack/);
  });

  it('says that the service is away when the database is', () => {
    const away = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const told = reporter.report(thrown(away), nobody('en'));
    expect(told.extensions).toEqual({ code: 'UNAVAILABLE', retryAfter: 5 });
    expect(httpOf([told])).toEqual({ status: 503, retryAfter: '5' });
  });

  it('hides what the schema looks like from all but admins', () => {
    const text = 'Cannot query field "mee" on type "Query". Did you mean "me"?';
    const fault = new GraphQLError(text, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
    const admin = { kind: 'operator', id: 'operator_1', name: 'root', role: 'ADMIN' } as const;
    expect(reporter.report(fault, nobody('en')).message).toBe('Cannot query field "mee" on type "Query".');
    expect(reporter.report(fault, { language: 'en', viewer: admin }).message).toBe(text);
  });

  it('answers a refused request with the status of its code', () => {
    const told = (code: RefusalCode) => [reporter.report(thrown(new Refusal(code)), nobody('en'))];
    expect(httpOfRefused(told('UNAUTHENTICATED')).status).toBe(401);
    expect(httpOfRefused(told('FORBIDDEN')).status).toBe(403);
    expect(httpOf(told('NOT_FOUND'))).toBeUndefined();
  });
});
