import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { invariant } from './invariant';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Seals what must not lie in the database in the clear: AES-256-GCM with a key derived from SECRET_KEY. */
export class Sealing {
  private readonly key: Buffer;

  constructor(secretKey: string) {
    this.key = createHash('sha256').update('besedka sealing').update(secretKey).digest();
  }

  /** The sealed form: nonce, tag and cipher text in base64url. */
  seal(text: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.key, nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** The text again; throws when it was sealed under another key or changed. */
  open(sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64url');
    invariant(bytes.length >= nonceBytes + tagBytes, 'a sealed text holds a nonce and a tag');
    const decipher = createDecipheriv(algorithm, this.key, bytes.subarray(0, nonceBytes));
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  }
}
