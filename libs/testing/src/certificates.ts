import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** PEM each. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

/** One who vouches for others, made up for a test. */
export interface CertificateAuthority {
  /** PEM. */
  readonly ca: string;
  /** A certificate for 127.0.0.1 and localhost, to be shown by either side. @param days may be negative: it is over then */
  certify(name: string, days?: number): Promise<Certified>;
  /** Removes its files. */
  close(): Promise<void>;
}

/** Why no certificates can be made here; undefined: they can. */
export const whyNoCertificates = (): string | undefined =>
  spawnSync('openssl', ['version']).status === 0 ? undefined : 'there is no openssl on PATH';

const openssl = (...args: readonly string[]) => promisify(execFile)('openssl', args);
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const NAMES = 'subjectAltName=IP:127.0.0.1,DNS:localhost\n';

export async function makeCertificateAuthority(): Promise<CertificateAuthority> {
  const folder = await mkdtemp(join(tmpdir(), 'noroshi-certificates-'));
  const file = (name: string) => join(folder, name);
  const own = { cert: file('ca.pem'), key: file('ca.key') };
  await openssl('req', '-x509', ...NEW_KEY, '-keyout', own.key, '-out', own.cert, '-days', '2', '-subj', '/CN=a test');
  await writeFile(file('names'), NAMES);
  return {
    ca: await readFile(own.cert, 'utf8'),
    certify: async (name, days = 2) => {
      const [key, request, cert] = [file(`${name}.key`), file(`${name}.csr`), file(`${name}.pem`)];
      await openssl('req', '-new', ...NEW_KEY, '-keyout', key, '-out', request, '-subj', `/CN=${name}`);
      const by = ['-CA', own.cert, '-CAkey', own.key, '-CAcreateserial', '-extfile', file('names')];
      await openssl('x509', '-req', '-in', request, '-out', cert, ...by, '-days', String(days));
      return { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
