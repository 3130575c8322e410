import { OpenAI } from 'openai';

/** Where a service that speaks OpenAI's protocol lives, and what it wants to see. */
export interface OpenAiService {
  /** Null for services that want no key. */
  readonly apiKey: string | null;
  /** Null for the public service. */
  readonly baseUrl: string | null;
}

/** A client of a service; retries are the caller's, as only they know what time is left. */
export function openAiClient({ apiKey, baseUrl }: OpenAiService, timeoutMs: number): OpenAI {
  return new OpenAI({
    apiKey: apiKey ?? 'no-key',
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
    // The SDK would otherwise read these from the environment, which only config.ts may.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
  });
}
