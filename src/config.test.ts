import { ConfigError, readConfig } from './config';

const faultsIn = (environment: Record<string, string>) => {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
};
const faultsOf = (environment: Record<string, string>) => faultsIn(environment).map((fault) => fault.variable);

describe('the configuration', () => {
  it('runs everything on embedded defaults when nothing is set', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      roles: ['api', 'webhook', 'worker'],
      publicUrl: null,
      database: { kind: 'embedded' },
      redisUrl: null,
      languageModel: null,
      telegramAccounts: {},
    });
    expect(Object.isFrozen(config.roles)).toBe(true);
  });

  it('takes empty variables as not set', () => {
    expect(readConfig({ PORT: '', OPENAI_BASE_URL: '', TELEGRAM_TOKEN_HELPDESK: '' })).toEqual(readConfig({}));
  });

  it('names every fault at once and tells no value', () => {
    const environment = {
      PORT: 'four',
      PUBLIC_URL: 'ftp://hidden.example',
      DATABASE_URL: 'mysql://hidden',
      SECRET_KEY: 'hidden',
      ROLES: 'api,hidden',
      LOG_LEVEL: 'hidden',
      BOOTSTRAP_API_KEY: 'hidden',
      TELEGRAM_TOKEN_SHOP: 'hidden',
    };
    expect(faultsOf(environment).toSorted()).toEqual(expect.arrayContaining(Object.keys(environment).toSorted()));
    const told = faultsIn(environment).map(({ fault }) => fault);
    expect(told.join()).not.toContain('hidden');
  });

  it('wants Redis when the roles are split over processes', () => {
    expect(faultsOf({ ROLES: 'api,webhook' })).toEqual(['REDIS_URL']);
    expect(faultsOf({ ROLES: 'worker', REDIS_URL: 'redis://127.0.0.1' })).toEqual([]);
  });

  it('wants a secret key with an outside database', () => {
    expect(faultsOf({ DATABASE_URL: 'postgres://127.0.0.1/x' })).toEqual(['SECRET_KEY']);
  });

  it('refuses a token and a public address without a webhook secret, and polls without the address', () => {
    const token = { TELEGRAM_TOKEN_HELPDESK: '1:abcdefghijkl' };
    expect(faultsOf({ ...token, PUBLIC_URL: 'https://x.example' })).toEqual(['TELEGRAM_WEBHOOK_SECRET_HELPDESK']);
    expect(readConfig(token).telegramAccounts).toEqual({
      HELPDESK: { token: token.TELEGRAM_TOKEN_HELPDESK, webhookSecret: null },
    });
  });

  it('asks an OpenAI-compatible service with a key or an address alone', () => {
    expect(readConfig({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' }).languageModel).toEqual({
      apiKey: null,
      baseUrl: 'http://127.0.0.1:1/v1',
      embeddingModel: null,
      model: 'gpt-4o-mini',
      transcriptionModel: 'whisper-1',
      tuningModel: 'gpt-4o-mini',
    });
    expect(readConfig({ OPENAI_API_KEY: 'sk-x', OPENAI_MODEL: 'm' }).languageModel).toEqual({
      apiKey: 'sk-x',
      baseUrl: null,
      model: 'm',
      embeddingModel: null,
      transcriptionModel: 'whisper-1',
      tuningModel: 'm',
    });
  });
});
