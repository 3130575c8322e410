import { publicHosts } from '../../infra/safe-fetch';
import { type CallContext, filledUrl, templateFault, UrlNotFilled } from './url-template.rules';

const schema = {
  type: 'object',
  properties: {
    order: { type: 'string' },
    page: { type: 'integer' },
    lines: { type: 'array', items: { type: 'string' } },
  },
  required: ['order'],
};
const context: CallContext = { user: 'user_1', dialogue: 'dialogue_1', language: 'ru' };
const template = 'https://crm.example/v1/orders/{order}/lines?page={page}&for={context.user}&lang=ru';

describe('a template', () => {
  it.each([
    [template],
    ['https://crm.example'],
    ['https://crm.example/orders'],
    ['https://crm.example/a{order}b/{order}?q={order}'],
    ['http://crm.example:80/?q={page}'],
  ])('%s is good', (url) => {
    expect(templateFault(url, schema, publicHosts)).toBeUndefined();
  });

  it.each([
    ['https://{order}.example/', 'http address'],
    ['https://crm.example:{page}/', 'path'],
    ['{order}', 'http address'],
    ['https://{order}@crm.example/', 'http address'],
    ['https://crm.example/#{order}', 'http address'],
    ['ftp://crm.example/{order}', 'http address'],
    ['https://crm.example/{nothing}', '{nothing}'],
    ['https://crm.example/{toString}', '{toString}'],
    ['https://crm.example/{context.token}', '{context.token}'],
    ['https://crm.example/{page}', 'not required'],
    ['https://crm.example/?a={lines}', 'simple value'],
    ['https://crm.example/{order', 'brace'],
    ['https://crm.example/{{order}}', 'brace'],
    ['http://127.0.0.1/{order}', 'not public'],
    ['http://[::ffff:7f00:1]/{order}', 'not public'],
    ['https://crm.example:8443/{order}', 'port'],
    ['https://me:secret@crm.example/{order}', 'credentials'],
  ])('%s is refused', (url, why) => {
    expect(templateFault(url, schema, publicHosts)).toContain(why);
  });
});

describe('the address of a call', () => {
  it('has the arguments in their places', () => {
    expect(filledUrl(template, { order: 'A 12&x=1#é', page: 2 }, context)).toBe(
      'https://crm.example/v1/orders/A%2012%26x%3D1%23%C3%A9/lines?page=2&for=user_1&lang=ru',
    );
  });

  it('leaves out what was not given', () => {
    expect(filledUrl(template, { order: 'A' }, context)).toBe(
      'https://crm.example/v1/orders/A/lines?for=user_1&lang=ru',
    );
    expect(filledUrl('https://crm.example/?page={page}', {}, context)).toBe('https://crm.example/');
  });

  it.each([
    '..',
    '.',
    '../../admin',
    '..\\..\\admin',
    '/admin',
    'a/../../admin',
    'a\u0000b',
    'a\nb',
    '',
    null,
    undefined,
    ['..'],
    { toString: '..' },
  ])('never leaves its path: %j', (order) => {
    expect(() => filledUrl(template, { order }, context)).toThrow(UrlNotFilled);
  });

  it('never leaves its path by two holes in one step', () => {
    expect(() => filledUrl('https://crm.example/{order}{page}', { order: '.', page: '.' }, context)).toThrow(
      UrlNotFilled,
    );
  });

  it.each(['@evil.example', ':80@evil.example/', '//evil.example', 'x?y#z', '%2e%2e', '%2F', '{context.user}'])(
    'stays with its host: %s',
    (order) => {
      let url: URL | undefined;
      try {
        url = new URL(filledUrl(template, { order }, context));
      } catch (error) {
        expect(error).toBeInstanceOf(UrlNotFilled);
      }
      expect(url?.host ?? 'crm.example').toBe('crm.example');
      expect(url?.pathname.split('/') ?? ['', 'v1', 'orders', 'x', 'lines']).toHaveLength(5);
    },
  );

  it('is not made for nobody where it is somebody’s', () => {
    expect(() => filledUrl(template, { order: 'A' }, { ...context, user: null })).toThrow(UrlNotFilled);
  });
});
