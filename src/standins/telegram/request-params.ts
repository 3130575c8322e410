import type { IncomingHttpHeaders } from 'node:http';
import { BotApiError, badRequest } from './bot-api-error';
import type { WireButton, WireMarkup } from './wire';

/** A file inside a multipart request. */
export interface UploadedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** The parameters of a call, however they travelled; forms say everything in strings, JSON in its own types. */
export class Params {
  constructor(
    readonly values: Readonly<Record<string, unknown>>,
    private readonly files: ReadonlyMap<string, UploadedFile> = new Map(),
  ) {}

  /** A text, or undefined. */
  string(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  /** A whole number, or undefined; anything else that is said is refused. */
  integer(name: string): number | undefined {
    const value = this.values[name];
    if (value === undefined || value === null || value === '') return undefined;
    const number = typeof value === 'string' ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
    throw badRequest(`${name} must be an integer`);
  }

  /** True for true, "true", 1 and "1", as forms say it. */
  flag(name: string): boolean {
    return ['true', '1'].includes(String(this.values[name]).toLowerCase());
  }

  /** A list or object; forms carry it as JSON text. */
  json(name: string): unknown {
    const value = this.values[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch (error) {
      throw badRequest(`can't parse ${name} JSON object: ${error instanceof Error ? error.message : ''}`);
    }
  }

  /** A file sent along: a part of that name, or one that the parameter points to with attach://. */
  file(name: string): UploadedFile | undefined {
    return this.attached(this.string(name)) ?? this.files.get(name);
  }

  /** The part that a text points to with attach://. */
  attached(said: string | undefined): UploadedFile | undefined {
    return said?.startsWith('attach://') ? this.files.get(said.slice('attach://'.length)) : undefined;
  }

  /** The markup under a message, checked as far as buttons go. */
  markup(): WireMarkup | undefined {
    const markup = this.json('reply_markup') as WireMarkup | undefined;
    if (markup === undefined) return undefined;
    if (typeof markup !== 'object') throw badRequest('object expected as reply markup');
    for (const button of markup.inline_keyboard?.flat() ?? []) checkButton(button);
    return markup;
  }
}

function checkButton(button: WireButton): void {
  if (typeof button?.text !== 'string' || button.text === '') {
    throw badRequest('can\'t parse inline keyboard button: Field "text" must be of type String');
  }
  const kinds = Object.keys(button).filter((key) => !['text', 'style', 'icon_custom_emoji_id'].includes(key));
  if (kinds.length === 0) throw badRequest('Text buttons are unallowed in the inline keyboard');
  if (button.callback_data !== undefined) checkData(button.callback_data);
  if (button.url !== undefined && !URL.canParse(button.url)) throw badRequest('BUTTON_URL_INVALID');
}

function checkData(data: unknown): void {
  const bytes = typeof data === 'string' ? Buffer.byteLength(data) : 0;
  if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
}

/** A request as it came over the wire. */
export interface RawRequest {
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer | undefined;
}

/** Reads the parameters from the query string and from a JSON, urlencoded or multipart body. */
export async function readParams({ query, headers, body }: RawRequest): Promise<Params> {
  if (!body || body.length === 0) return new Params({ ...query });
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return new Params({ ...query, ...parseJson(body) });
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return new Params({ ...query, ...Object.fromEntries(new URLSearchParams(body.toString())) });
  }
  if (type.startsWith('multipart/form-data')) return readMultipart(query, type, body);
  return new Params({ ...query });
}

function parseJson(body: Buffer): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch (error) {
    throw new BotApiError(400, `Bad Request: can't parse JSON object: ${error instanceof Error ? error.message : ''}`);
  }
  throw badRequest('JSON object expected in request body');
}

async function readMultipart(query: RawRequest['query'], type: string, body: Buffer): Promise<Params> {
  const values: Record<string, unknown> = { ...query };
  const files = new Map<string, UploadedFile>();
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const [name, value] of form) {
    if (typeof value === 'string') values[name] = value;
    else files.set(name, { name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  return new Params(values, files);
}
