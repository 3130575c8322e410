/** The comment in the tags of a WAV (LIST INFO, ICMT) or OGG (Opus or Vorbis) recording, or undefined. */
export function commentOf(audio: Buffer): string | undefined {
  if (audio.subarray(0, 4).toString('latin1') === 'RIFF') return wavComment(audio);
  if (audio.subarray(0, 4).toString('latin1') === 'OggS') return oggComment(audio);
  return undefined;
}

function wavComment(audio: Buffer): string | undefined {
  for (const chunk of riffChunks(audio, 12)) {
    if (chunk.id !== 'LIST' || chunk.data.subarray(0, 4).toString('latin1') !== 'INFO') continue;
    for (const tag of riffChunks(chunk.data, 4)) {
      if (tag.id === 'ICMT') return cleaned(tag.data.toString('utf8'));
    }
  }
  return undefined;
}

function* riffChunks(audio: Buffer, from: number): Generator<{ id: string; data: Buffer }> {
  for (let at = from; at + 8 <= audio.length; ) {
    const size = audio.readUInt32LE(at + 4);
    yield { id: audio.subarray(at, at + 4).toString('latin1'), data: audio.subarray(at + 8, at + 8 + size) };
    // Chunks begin at even places.
    at += 8 + size + (size % 2);
  }
}

function oggComment(audio: Buffer): string | undefined {
  const opus = audio.indexOf('OpusTags', 0, 'latin1');
  const vorbis = audio.indexOf('\x03vorbis', 0, 'latin1');
  const start = opus >= 0 ? opus + 8 : vorbis + 7;
  if (opus < 0 && vorbis < 0) return undefined;
  const fields = [...vorbisFields(audio, start)].map((field) => /^(comment|description)=(.*)$/is.exec(field)?.[2]);
  const comment = fields.find((text) => text !== undefined);
  return comment === undefined ? undefined : cleaned(comment);
}

/** Vendor, number of fields, fields; each text with its length before it. */
function* vorbisFields(audio: Buffer, start: number): Generator<string> {
  if (start + 4 > audio.length) return;
  let at = start + 4 + audio.readUInt32LE(start);
  if (at + 4 > audio.length) return;
  const count = audio.readUInt32LE(at);
  at += 4;
  for (let field = 0; field < count && at + 4 <= audio.length; field += 1) {
    const size = audio.readUInt32LE(at);
    yield audio.subarray(at + 4, at + 4 + size).toString('utf8');
    at += 4 + size;
  }
}

function cleaned(text: string): string | undefined {
  return text.replaceAll('\0', '').trim() || undefined;
}
