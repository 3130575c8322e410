import type { Api } from 'grammy';
import { FileUnavailable } from '../dialogues/channel';
import { callSignal } from './call-signal';
import { faultOf } from './telegram-fault';

/** Where a bot's files lie. */
export interface FileSource {
  readonly api: Api;
  readonly apiRoot: string;
  readonly token: string;
}

const downloadMs = 30_000;

/**
 * The bytes of a file that a user sent. Throws FileUnavailable; what it says never holds the address, since the token is a
 * part of that.
 */
export async function downloadFile(source: FileSource, fileId: string, mostBytes: number): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(downloadMs);
  const address = await addressOf(source, fileId, signal);
  try {
    const response = await fetch(address, { signal, redirect: 'error' });
    if (!response.ok || !response.body) throw new FileUnavailable('away');
    return await within(response.body, mostBytes);
  } catch (error) {
    throw error instanceof FileUnavailable ? error : new FileUnavailable('away');
  }
}

async function addressOf({ api, apiRoot, token }: FileSource, fileId: string, signal: AbortSignal): Promise<string> {
  try {
    const { file_path: path } = await api.getFile(fileId, callSignal(signal));
    // A server of one's own in local mode names a place on its own disk.
    if (path === undefined || path.startsWith('/')) throw new FileUnavailable('gone');
    return `${apiRoot}/file/bot${token}/${path}`;
  } catch (error) {
    if (error instanceof FileUnavailable) throw error;
    const fault = faultOf(error);
    if (fault.kind !== 'refused') throw new FileUnavailable('away');
    throw new FileUnavailable(/too big/i.test(fault.reason) ? 'too_large' : 'gone');
  }
}

/** What a server says of a size may be wrong: bytes are counted as they come. */
async function within(body: ReadableStream<Uint8Array>, mostBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > mostBytes) throw new FileUnavailable('too_large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
