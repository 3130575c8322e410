import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError } from './api-error';
import { checkModel } from './models';

const fullDimensions = 1536;

const body = z.object({
  model: z.string().min(1),
  input: z.union([
    z.string().min(1),
    z.array(z.string().min(1)).min(1).max(2048),
    z.array(z.number()).min(1).max(2048),
    z.array(z.array(z.number()).min(1)).min(1).max(2048),
  ]),
  encoding_format: z.enum(['float', 'base64']).optional(),
  dimensions: z.number().int().min(1).max(fullDimensions).optional(),
});

/** POST /v1/embeddings. */
export function serveEmbeddings(app: FastifyInstance): void {
  app.post('/v1/embeddings', async (request) => {
    const read = body.safeParse(request.body);
    if (!read.success) throw new ApiError(400, "'$.input' is invalid.", { param: 'input' });
    const { model, input, encoding_format: format, dimensions = fullDimensions } = read.data;
    checkModel(model);
    const texts = textsOf(input);
    const data = texts.map((text, index) => {
      const vector = embed(text, dimensions);
      return { object: 'embedding', index, embedding: format === 'base64' ? base64(vector) : [...vector] };
    });
    const tokens = texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
    return { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
  });
}

/**
 * A vector of unit length from hashed character n-grams: texts with the same words, and words with the same stems, lie
 * close together. It knows nothing of meaning.
 */
export function embed(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const gram of grams(text)) {
    const hash = fnv1a(gram);
    const place = hash % dimensions;
    vector[place] = (vector[place] ?? 0) + (hash & 0x80000000 ? -1 : 1) * gram.length;
  }
  const length = Math.hypot(...vector);
  if (length === 0) vector[0] = 1;
  return length === 0 ? vector : vector.map((value) => value / length);
}

function* grams(text: string): Generator<string> {
  const words =
    text
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  for (const word of words) {
    const bounded = `<${word}>`;
    for (const size of [3, 4, 5]) {
      for (let start = 0; start + size <= bounded.length; start += 1) yield bounded.slice(start, start + size);
    }
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  // FNV's low bits are weak for short texts; one round of mixing spreads them.
  return Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0;
}

function base64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

function textsOf(input: z.infer<typeof body>['input']): string[] {
  if (typeof input === 'string') return [input];
  const items: (string | number | number[])[] = input;
  // Lists of token numbers: one text of tokens, or several.
  if (items.every((item) => typeof item === 'number')) return [items.join(' ')];
  return items.map((item) => (Array.isArray(item) ? item.join(' ') : String(item)));
}
