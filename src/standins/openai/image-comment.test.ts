import { pictureOf } from '../../../test/kit/recordings';
import { commentOfImage } from './image-comment';

describe('the comment of a picture', () => {
  it('is read from a JPEG', () => {
    expect(commentOfImage(pictureOf('Чек № 12, 450 ₽'))).toBe('Чек № 12, 450 ₽');
  });

  it('is read from a PNG', () => {
    const text = Buffer.from('Comment\0A cracked screen');
    const size = Buffer.alloc(4);
    size.writeUInt32BE(text.length);
    const png = Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      size,
      Buffer.from('tEXt'),
      text,
      Buffer.alloc(4),
    ]);
    expect(commentOfImage(png)).toBe('A cracked screen');
  });

  it.each([
    ['nothing', ''],
    ['a text', 'hello'],
    ['a broken JPEG', '\xff\xd8\xff\xfe\xff\xff'],
    ['a broken PNG', '\x89PNG\r\n\x1a\n\xff\xff\xff\xff'],
  ])('is not there in %s', (_name, bytes) => {
    expect(commentOfImage(Buffer.from(bytes, 'latin1'))).toBeUndefined();
  });
});
