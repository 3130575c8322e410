/** The comment in the tags of a JPEG (COM) or PNG (tEXt, iTXt) picture, or undefined. */
export function commentOfImage(image: Buffer): string | undefined {
  if (image.subarray(0, 2).equals(Buffer.from([0xff, 0xd8]))) return jpegComment(image);
  if (image.subarray(1, 4).toString('latin1') === 'PNG') return pngComment(image);
  return undefined;
}

const jpegCommentMarker = 0xfe;
const jpegScanMarker = 0xda;

function jpegComment(image: Buffer): string | undefined {
  for (let at = 2; at + 4 <= image.length && image[at] === 0xff; ) {
    const marker = image[at + 1];
    if (marker === jpegScanMarker) return undefined;
    const size = image.readUInt16BE(at + 2);
    if (marker === jpegCommentMarker) return cleaned(image.subarray(at + 4, at + 2 + size).toString('utf8'));
    at += 2 + size;
  }
  return undefined;
}

/** Chunks of length, type, data, checksum; the data of a text is a keyword, a zero, and the words. */
function pngComment(image: Buffer): string | undefined {
  for (let at = 8; at + 12 <= image.length; ) {
    const size = image.readUInt32BE(at);
    const type = image.subarray(at + 4, at + 8).toString('latin1');
    const data = image.subarray(at + 8, at + 8 + size);
    if (type === 'tEXt' || type === 'iTXt') {
      const text = data.toString('utf8');
      if (/^(Comment|Description)\0/.test(text)) return cleaned(text.slice(text.lastIndexOf('\0') + 1));
    }
    at += 12 + size;
  }
  return undefined;
}

function cleaned(text: string): string | undefined {
  return text.replaceAll('\0', '').trim() || undefined;
}
