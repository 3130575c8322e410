import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error';
import { commentOf } from './audio-comment';
import { checkModel } from './models';
import { phrases, supportedLanguage } from './phrases';

const maxBytes = 25 * 1024 * 1024;

/**
 * POST /v1/audio/transcriptions. The stand-in cannot hear: it reads out the comment tag of the recording, which is how
 * tests and samples say what was spoken, or says that it does not recognise speech.
 */
export function serveTranscription(app: FastifyInstance): void {
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer', bodyLimit: maxBytes }, (_request, body, done) =>
    done(null, body),
  );
  app.post('/v1/audio/transcriptions', { bodyLimit: maxBytes }, async (request, reply) => {
    const form = await readForm(request.body, request.headers['content-type'] ?? '');
    const file = form.get('file');
    if (!(file instanceof Blob) || file.size === 0) throw new ApiError(400, 'The file is empty.', { param: 'file' });
    checkModel(field(form, 'model'));
    const language = supportedLanguage(field(form, 'language'));
    const text = commentOf(Buffer.from(await file.arrayBuffer())) ?? phrases[language].deaf;
    const format = field(form, 'response_format');
    if (format === 'text') return reply.type('text/plain; charset=utf-8').send(`${text}\n`);
    if (format === 'verbose_json') return { task: 'transcribe', language, duration: 0, text, segments: [] };
    return { text };
  });
}

async function readForm(body: unknown, contentType: string): Promise<FormData> {
  if (!Buffer.isBuffer(body)) throw new ApiError(400, 'A multipart/form-data body is expected.');
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch (error) {
    throw new ApiError(400, `Could not parse multipart form: ${error instanceof Error ? error.message : 'malformed'}`);
  }
}

function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
