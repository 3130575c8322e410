import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { readingLimits, UnreadableFile } from './given-file';

/** The parts of an office file that hold text, by their names. */
export type Parts = ReadonlyMap<string, Buffer>;

const largestWhole = 8 * 1_024 * 1_024;
/** Texts in XML shrink to a tenth or so; pages of nothing shrink to a thousandth. */
const mostInflation = 200;
const isText = /\.(?:xml|rels)$/i;

/**
 * Unpacks the texts of a container and nothing else: no pictures, no macros. What it promises to hold is added up before
 * anything is unpacked, and what comes out is counted while it comes. Throws UnreadableFile.
 */
export async function textParts(bytes: Buffer): Promise<Parts> {
  try {
    const zip = await fromBufferPromise(bytes, { strictFileNames: true });
    return await unpacked(zip, await checkedEntries(zip));
  } catch (error) {
    throw error instanceof UnreadableFile ? error : new UnreadableFile('damaged', error);
  }
}

async function checkedEntries(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > readingLimits.containerEntries) throw new UnreadableFile('too_large_inside');
  const entries: Entry[] = [];
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const { compressedSize, uncompressedSize } = entry;
    total += uncompressedSize;
    const bursts = uncompressedSize > largestWhole && uncompressedSize > compressedSize * mostInflation;
    if (bursts || total > readingLimits.unpackedBytes) throw new UnreadableFile('too_large_inside');
    if (entry.isEncrypted()) throw new UnreadableFile('encrypted');
    entries.push(entry);
  }
  return entries;
}

async function unpacked(zip: ZipFile, entries: readonly Entry[]): Promise<Parts> {
  const parts = new Map<string, Buffer>();
  let total = 0;
  for (const entry of entries.filter(({ fileName }) => isText.test(fileName))) {
    total += entry.uncompressedSize;
    if (total > readingLimits.textPartsBytes) throw new UnreadableFile('too_large_inside');
    const chunks: Buffer[] = [];
    // The stream itself fails when more comes out than was promised.
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    parts.set(entry.fileName, Buffer.concat(chunks));
  }
  return parts;
}

/**
 * A new container with these parts, not compressed: the libraries that read it meet no trick of the old one, whatever
 * they make of its directories.
 */
export function packed(parts: Parts): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [fileName, content] of parts) {
    const name = Buffer.from(fileName);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x800, 2); // names are UTF-8
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(content.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), fields, name, content);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, place, name);
    offset += 4 + fields.length + name.length + content.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.size, 8);
  end.writeUInt16LE(parts.size, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}
