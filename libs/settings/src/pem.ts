import { createPrivateKey, X509Certificate } from 'node:crypto';
import { Refused, type Parser } from './parsers.js';

/** One or several in a row. */
export const certificates: Parser<string> = (text) => {
  try {
    for (const block of blocksOf(text)) new X509Certificate(block);
    return text;
  } catch (cause) {
    throw new Refused('must be certificates in PEM: -----BEGIN CERTIFICATE----- and so on', { cause });
  }
};

function blocksOf(text: string): readonly string[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!blocks) throw new Error('there is none');
  return blocks;
}

/** Not repeated in the complaint, nor its reason: it is a secret. */
export const privateKey: Parser<string> = (text) => {
  try {
    createPrivateKey(text);
    return text;
  } catch {
    throw new Refused('must be a private key in PEM that is not encrypted: -----BEGIN PRIVATE KEY----- and so on');
  }
};

/** The first certificate is the one that is shown. */
export const belongTogether = (certificate: string, key: string): boolean =>
  new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
