/** Tokens at rest: AES-256-GCM under the first of a list of keys; every key of the list opens. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
/** Shorter tags, easier to guess, are refused. */
const LENGTH = { authTagLength: 16 };

export interface Vault {
  /** @param context what the secret belongs to; it opens nowhere else */
  seal(secret: string, context: string): string;
  /** @throws SealError where no key of the list fits, or something was changed */
  open(sealed: string, context: string): string;
  /** Whether it was sealed with the first key. */
  isCurrent(sealed: string): boolean;
}

/** A secret cannot be opened. Says nothing of it. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** @param keys 32 bytes in base64 each; the first one seals */
export function vault(keys: readonly string[]): Vault {
  const rings = keys.map((key) => {
    const bytes = Buffer.from(key, 'base64');
    return { bytes, name: createHash('sha256').update(bytes).digest('hex').slice(0, 8) };
  });
  const [first] = rings;
  if (!first) throw new SealError('there is no key');

  return {
    seal(secret, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, first.bytes, nonce, LENGTH).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'));
      return [VERSION, first.name, ...parts].join('.');
    },
    open(text, context) {
      const [version, name, nonce = '', tag = '', sealed = ''] = text.split('.');
      const ring = rings.find((one) => one.name === name);
      if (version !== VERSION || !ring) throw new SealError('no key of TOKEN_ENCRYPTION_KEY opens this');
      try {
        const decipher = createDecipheriv(CIPHER, ring.bytes, Buffer.from(nonce, 'base64url'), LENGTH)
          .setAAD(Buffer.from(context))
          .setAuthTag(Buffer.from(tag, 'base64url'));
        return decipher.update(Buffer.from(sealed, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new SealError('a stored secret has been changed');
      }
    },
    isCurrent: (text) => text.split('.')[1] === first.name,
  };
}
