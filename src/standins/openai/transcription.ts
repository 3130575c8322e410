import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error';
import { commentOf } from './audio-comment';
import { formOf, longestForm } from './form';
import { checkModel } from './models';
import { phrases, supportedLanguage } from './phrases';

/**
 * POST /v1/audio/transcriptions. The stand-in cannot hear: it reads out the comment tag of the recording, which is how
 * tests and samples say what was spoken, or says that it does not recognise speech.
 */
export function serveTranscription(app: FastifyInstance): void {
  app.post('/v1/audio/transcriptions', { bodyLimit: longestForm }, async (request, reply) => {
    const form = await formOf(request);
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

function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
