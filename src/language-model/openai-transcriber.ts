import { toFile } from 'openai';
import type { Transcriber } from './language-model';
import { persistently } from './openai-calls';
import { type OpenAiService, openAiClient } from './openai-client';

const timeoutMs = 60_000;
const limits = { attempts: 2, waitMs: 500 };

/** A transcription model behind any service that speaks OpenAI's protocol. */
export function openOpenAiTranscriber({ model, ...service }: OpenAiService & { readonly model: string }): Transcriber {
  const client = openAiClient(service, timeoutMs);
  return {
    transcribe: async ({ bytes, fileName, mimeType }, { language, signal }) => {
      const call = async () => {
        const file = await toFile(bytes, fileName, { type: mimeType });
        const body = { file, model, response_format: 'json' as const, ...(language && { language }) };
        return client.audio.transcriptions.create(body, signal ? { signal } : {});
      };
      return (await persistently(call, limits, signal)).text.trim();
    },
  };
}
