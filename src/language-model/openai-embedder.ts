import { type Embedder, ModelAway } from './language-model';
import { persistently } from './openai-calls';
import { type OpenAiService, openAiClient } from './openai-client';

const timeoutMs = 20_000;
const limits = { attempts: 3, waitMs: 500 };
// The service takes 2,048 texts and 300,000 tokens at once (its reference of embeddings); passages have some hundred tokens each.
const textsAtOnce = 128;

/** An embedding model behind any service that speaks OpenAI's protocol. */
export function openOpenAiEmbedder({ model, ...service }: OpenAiService & { readonly model: string }): Embedder {
  const client = openAiClient(service, timeoutMs);
  const embedSome = async (input: string[], signal?: AbortSignal) => {
    // The SDK asks for base64 by itself, which several compatible services do not speak.
    const body = { model, input, encoding_format: 'float' } as const;
    const { data } = await persistently(() => client.embeddings.create(body, signal ? { signal } : {}), limits, signal);
    if (data.length !== input.length) throw new ModelAway('the embedding model left texts out');
    return data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => ofLengthOne(embedding));
  };
  return {
    model,
    embed: async (texts, signal) => {
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += textsAtOnce) {
        vectors.push(...(await embedSome(texts.slice(start, start + textsAtOnce), signal)));
      }
      return vectors;
    },
  };
}

function ofLengthOne(embedding: readonly number[]): Float32Array {
  const length = Math.hypot(...embedding) || 1;
  return Float32Array.from(embedding, (value) => value / length);
}
