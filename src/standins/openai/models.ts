import { ApiError } from './api-error';

/** The stand-in's own models, as GET /v1/models lists them. */
export const ownModels = ['stand-in', 'stand-in-embedding', 'stand-in-transcription'] as const;

// Programs that are set up for the real service keep their model's name; anything else is as unknown here as there.
const families = /^(gpt-|o\d|chatgpt-|text-embedding-|whisper-|ft:)/;

/** Refuses the name of a model that neither the stand-in nor OpenAI has. */
export function checkModel(name: string): void {
  if (ownModels.some((own) => own === name) || families.test(name)) return;
  const message = `The model \`${name}\` does not exist or you do not have access to it.`;
  throw new ApiError(404, message, { code: 'model_not_found', param: 'model' });
}

/** The answer of GET /v1/models. */
export function modelList(createdAt: number) {
  const data = ownModels.map((id) => ({ id, object: 'model', created: createdAt, owned_by: 'besedka' }));
  return { object: 'list', data };
}
