import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { problem, type HttpAnswer } from '../transport/http-answer.js';
import type { RestHandler, RestRequest } from '../transport/http-route.js';

interface StaticFile {
  readonly plain: Uint8Array;
  /** As the build compressed it; the smallest first. */
  readonly encoded: readonly { readonly encoding: Encoding; readonly bytes: Uint8Array }[];
  readonly headers: Readonly<Record<string, string>>;
}

type Encoding = 'br' | 'gzip';

const suffixes: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz' };
const encodings = ['br', 'gzip'] as const;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

/** Nothing but our own files and sockets; nobody may frame the page. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page is alone in its browsing context, and asks for nothing that a device has. */
const pageHeaders = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Permissions-Policy': [
    'accelerometer',
    'camera',
    'display-capture',
    'geolocation',
    'gyroscope',
    'magnetometer',
    'microphone',
    'midi',
    'payment',
    'usb',
  ]
    .map((feature) => `${feature}=()`)
    .join(', '),
};

/** Addresses that the page itself tells apart. */
const pagePath = /^\/(rooms\/|dashboard\/?$|operator\/?$|$)/;

/** The built web app, held in memory; addresses of the page's own get the page. A missing build is a 404. */
export async function staticFiles(folder: string): Promise<RestHandler> {
  const files = await load(folder);
  return (request) => {
    const file = files.get(request.path) ?? (pagePath.test(request.path) ? files.get('/index.html') : undefined);
    return file ? answer(file, request) : problem('not_found');
  };
}

function answer(file: StaticFile, { headers }: RestRequest): HttpAnswer {
  if (headers['if-none-match'] === file.headers['ETag']) {
    return { status: 304, headers: file.headers, body: '' };
  }
  const accepted = acceptedEncodings(headers['accept-encoding'] ?? '');
  const encoded = file.encoded.find(({ encoding }) => accepted.has(encoding));
  return encoded
    ? { status: 200, headers: { ...file.headers, 'Content-Encoding': encoded.encoding }, body: encoded.bytes }
    : { status: 200, headers: file.headers, body: file.plain };
}

/** Those named, but for what is refused by `q=0`. */
const acceptedEncodings = (header: string): ReadonlySet<string> =>
  new Set(
    header
      .toLowerCase()
      .split(',')
      .map((part) => part.split(';').map((piece) => piece.trim()))
      .filter(([, weight]) => !/^q=0(\.0*)?$/.test(weight ?? ''))
      .map(([name = '']) => name),
  );

async function load(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = new Set(entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
  const originals = [...paths].filter((path) => !isEncodingOf(path, paths));
  return new Map(
    await Promise.all(
      originals.map(
        async (path) =>
          [`/${relative(folder, path).split(sep).join('/')}`, await read(path, { folder, paths })] as const,
      ),
    ),
  );
}

const isEncodingOf = (path: string, paths: ReadonlySet<string>): boolean =>
  encodings.some(
    (encoding) => path.endsWith(suffixes[encoding]) && paths.has(path.slice(0, -suffixes[encoding].length)),
  );

interface Build {
  readonly folder: string;
  readonly paths: ReadonlySet<string>;
}

async function read(path: string, { folder, paths }: Build): Promise<StaticFile> {
  const plain = await readFile(path);
  const there = encodings.filter((encoding) => paths.has(`${path}${suffixes[encoding]}`));
  const encoded = await Promise.all(
    there.map(async (encoding) => ({ encoding, bytes: await readFile(`${path}${suffixes[encoding]}`) })),
  );
  // The build names its assets by their content.
  const immutable = relative(folder, path).startsWith(`assets${sep}`);
  return {
    plain,
    encoded,
    headers: {
      'Content-Type': types[extname(path)] ?? 'application/octet-stream',
      'Cache-Control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...pageHeaders,
      ETag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
      Vary: 'Accept-Encoding',
    },
  };
}
