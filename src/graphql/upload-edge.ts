import multipart, { type Multipart } from '@fastify/multipart';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import { badInput, Refusal } from '../errors';
import type { Locales } from '../infra/locales';
import { type GivenFile, readingLimits, UnreadableFile, type UnreadableReason } from '../knowledge/reading/given-file';
import { demand } from '../people/viewer';
import { callerOf, shownIn } from './callers';
import { type Caller, type GraphqlDomain, knownId } from './context';
import { asError, storable } from './documents';
import { errorsIn } from './pipeline';
import { httpOfRefused } from './reporter';
import { isLanguageTag } from './scalars';
import type { SharedWay } from './shared-way';

/** What the upload edge needs. */
export interface UploadEdgeDeps {
  readonly way: SharedWay;
  readonly domain: GraphqlDomain;
  readonly locales: Locales;
}

interface UploadRoute {
  Params: { bot: string };
}

type Upload = { file: GivenFile | undefined; readonly fields: Record<string, string> };

// Room for the other fields and for what separates them.
const envelopeBytes = 65_536;
/** Each may stand in memory as a whole. */
const mostAtOnce = 4;
const busySeconds = 5;
const partLimits = {
  fileSize: readingLimits.fileBytes,
  files: 1,
  fields: 5,
  parts: 6,
  fieldSize: 4_096,
  headerPairs: 50,
};
const statusOf: Readonly<Partial<Record<UnreadableReason, number>>> = {
  too_large: 413,
  too_large_inside: 413,
  unsupported: 415,
  old_office: 415,
};

/**
 * Files for the bots' knowledge: POST /knowledge/<bot>, multipart, beside GraphQL and under the same rules. The scope has
 * its own body parser, so that the rest of the server keeps refusing forms.
 */
export class UploadEdge {
  private readonly callers = new WeakMap<FastifyRequest, Caller>();
  private under = 0;

  constructor(private readonly deps: UploadEdgeDeps) {}

  async register(server: FastifyInstance): Promise<void> {
    await server.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      await scope.register(multipart, { throwFileSizeLimit: false });
      scope.route<UploadRoute>({
        method: 'POST',
        url: '/knowledge/:bot',
        bodyLimit: readingLimits.fileBytes + envelopeBytes,
        onRequest: (request, reply) => this.admit(request, reply),
        handler: (request, reply) => this.take(request, reply),
        errorHandler: (error, request, reply) => this.refuse(error, request, reply),
      });
    });
  }

  /** Before a byte of the file is read: who asks, how often, from where, and how much is to come. */
  private async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const from = { acceptLanguage: request.headers['accept-language'], ip: request.ip };
    this.callers.set(request, callerOf({ viewer: null, session: null }, from));
    try {
      const { callers, pipeline } = this.deps.way;
      const shown = shownIn(request.headers);
      const caller = callerOf(await callers.identify(shown), from);
      this.callers.set(request, caller);
      pipeline.countRequest(caller);
      if (shown.authorization === undefined && !callers.isOurs(shown.origin)) throw new Refusal('FORBIDDEN');
      demand(caller.viewer, 'knowledge:write');
      const length = Number(request.headers['content-length'] ?? 0);
      if (length > readingLimits.fileBytes + envelopeBytes) throw new UnreadableFile('too_large');
    } catch (error) {
      this.refuse(error, request, reply);
    }
  }

  private async take(request: FastifyRequest<UploadRoute>, reply: FastifyReply): Promise<void> {
    const viewer = this.callers.get(request)?.viewer ?? null;
    if (this.under >= mostAtOnce) throw new Refusal('UNAVAILABLE', { retryAfter: busySeconds });
    this.under += 1;
    try {
      const bot = this.deps.domain.bots.all().find(({ slug }) => slug === request.params.bot);
      const { file, fields } = await uploadIn(request);
      if (!bot) throw new Refusal('NOT_FOUND');
      if (!file) throw badInput({ file: 'required' });
      const { title, language, idempotencyKey } = fields;
      if (language !== undefined && !isLanguageTag(language)) throw badInput({ language: 'invalid' });
      const input = { botId: knownId('bot', bot.id), title, language, idempotencyKey };
      const id = await this.deps.domain.files.addFile(viewer, input, file);
      await reply.code(202).send({ document: { id, status: 'QUEUED' } });
    } finally {
      this.under -= 1;
    }
  }

  private refuse(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const caller = this.callers.get(request) ?? { viewer: null, language: 'en' as const };
    if (thrown instanceof UnreadableFile) {
      reply.code(statusOf[thrown.reason] ?? 400).send({ errors: [this.unreadable(thrown.reason, caller.language)] });
      return;
    }
    const status = (thrown as Partial<FastifyError>).statusCode ?? 500;
    if (thrown instanceof Error && !(thrown instanceof Refusal) && status < 500) {
      const fault: GraphQLFormattedError = { message: thrown.message, extensions: { code: 'BAD_REQUEST' } };
      reply.code(status).send({ errors: [fault] });
      return;
    }
    const errors = this.deps.way.reporter.reportAll(
      errorsIn(thrown instanceof Refusal ? asError(thrown) : thrown),
      caller,
    );
    const { status: code, retryAfter } = httpOfRefused(errors);
    if (retryAfter) reply.header('retry-after', retryAfter);
    reply.code(code).send({ errors });
  }

  private unreadable(reason: UnreadableReason, language: string): GraphQLFormattedError {
    const message = this.deps.locales.t(language, `errors:knowledge.${reason}`);
    return { message, extensions: { code: 'BAD_USER_INPUT', fields: { file: message }, reason } };
  }
}

/** The file of a form and its other fields; what comes after too much of it is not looked at. */
async function uploadIn(request: FastifyRequest): Promise<Upload> {
  const upload: Upload = { file: undefined, fields: {} };
  for await (const part of request.parts({ limits: partLimits })) {
    if (part.type === 'file') upload.file = await fileIn(part);
    else upload.fields[part.fieldname] = fieldIn(part);
  }
  return upload;
}

async function fileIn(part: Extract<Multipart, { type: 'file' }>): Promise<GivenFile> {
  const chunks: Buffer[] = [];
  for await (const chunk of part.file) chunks.push(chunk as Buffer);
  if (part.file.truncated) throw new UnreadableFile('too_large');
  return { fileName: storable(part.filename ?? ''), mimeType: storable(part.mimetype), bytes: Buffer.concat(chunks) };
}

function fieldIn(part: Extract<Multipart, { type: 'field' }>): string {
  if (part.valueTruncated || typeof part.value !== 'string')
    throw badInput({ [part.fieldname.slice(0, 50)]: 'too_long' });
  return storable(part.value);
}
