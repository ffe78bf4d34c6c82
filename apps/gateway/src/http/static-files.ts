import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { problem, type HttpAnswer } from '../transport/http-answer.js';
import type { RestHandler, RestRequest } from '../transport/http-route.js';

interface StaticFile {
  readonly plain: Uint8Array;
  readonly gzipped: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

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

const compress = promisify(gzip);

/** The built web app, held in memory; addresses of the page's own (`/rooms/…`) get the page. A missing build is a 404. */
export async function staticFiles(folder: string): Promise<RestHandler> {
  const files = await load(folder);
  return (request) => {
    const file =
      files.get(request.path) ?? (/^\/(rooms\/|$)/.test(request.path) ? files.get('/index.html') : undefined);
    return file ? answer(file, request) : problem('not_found');
  };
}

function answer(file: StaticFile, { headers }: RestRequest): HttpAnswer {
  if (headers['if-none-match'] === file.headers['ETag']) {
    return { status: 304, headers: file.headers, body: '' };
  }
  return /\bgzip\b/.test(headers['accept-encoding'] ?? '')
    ? { status: 200, headers: { ...file.headers, 'Content-Encoding': 'gzip' }, body: file.gzipped }
    : { status: 200, headers: file.headers, body: file.plain };
}

async function load(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      paths.map(async (path) => [`/${relative(folder, path).split(sep).join('/')}`, await read(path, folder)] as const),
    ),
  );
}

async function read(path: string, folder: string): Promise<StaticFile> {
  const plain = await readFile(path);
  // The build names its assets by their content.
  const immutable = relative(folder, path).startsWith(`assets${sep}`);
  return {
    plain,
    gzipped: await compress(plain),
    headers: {
      'Content-Type': types[extname(path)] ?? 'application/octet-stream',
      'Cache-Control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      ...pageHeaders,
      ETag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
      Vary: 'Accept-Encoding',
    },
  };
}
