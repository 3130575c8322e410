/** A recording that the stand-in model understands: the words are the comment in the tags of an Opus file. */
export function recordingOf(words: string): Buffer {
  const count = Buffer.from([1, 0, 0, 0]);
  const tags = [Buffer.from('OpusTags'), sized('besedka'), count, sized(`COMMENT=${words}`)];
  return Buffer.concat([Buffer.from('OggS\0\0\0'), ...tags]);
}

/** A picture that the stand-in model understands: the words are the comment of a JPEG. */
export function pictureOf(words: string): Buffer {
  const comment = Buffer.from(words);
  const size = Buffer.alloc(2);
  size.writeUInt16BE(comment.length + 2);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xfe]),
    size,
    comment,
    Buffer.from([0xff, 0xda, 0, 2, 0xff, 0xd9]),
  ]);
}

function sized(text: string): Buffer {
  const bytes = Buffer.from(text);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes.length);
  return Buffer.concat([size, bytes]);
}
