import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A request as it came over the wire, before anybody has decoded anything of it. */
export interface SignedRequest {
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Names in lower case; the values of one that came more than once with commas between. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

export interface SigV4Options {
  /** Secrets by key id. */
  readonly secrets: ReadonlyMap<string, string>;
  readonly service: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

interface Claim {
  readonly keyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const TERMINATOR = 'aws4_request';
/** As far as the clocks of a back end and of this server may differ; also how long a request can be sent again by others. */
const SKEW_MS = 15 * 60_000;
/** A key that nobody has takes as long to refuse as a wrong signature. */
const NOBODYS_SECRET = 'nobody';

/**
 * Who signed a request with AWS Signature Version 4; undefined: nobody that we know, or not this request, or not now.
 *
 * A session token is a header like others. Signed parameters of the query (presigned addresses) and unsigned or streamed
 * payloads are not taken: the clients of this API send none.
 */
export function signerOf(request: SignedRequest, { secrets, service, now }: SigV4Options): string | undefined {
  const { headers } = request;
  const claim = claimOf(headerOf(request, 'authorization'));
  const time = headerOf(request, 'x-amz-date');
  const payloadHash = payloadHashOf(request);
  if (claim?.service !== service || !isTimely(time, claim.date, now) || payloadHash === undefined) return undefined;
  const secret = secrets.get(claim.keyId);
  const signing = { request, claim, time, payloadHash, secret: secret ?? NOBODYS_SECRET };
  const isRight = hostsOf(headers).some((host) => isSame(signature({ ...signing, host }), claim.signature));
  return isRight && secret !== undefined ? claim.keyId : undefined;
}

const headerOf = ({ headers }: SignedRequest, name: string): string => headers.get(name) ?? '';

/** Undefined: the request says that its body is another one. */
function payloadHashOf(request: SignedRequest): string | undefined {
  const hash = sha256(request.body);
  return (headerOf(request, 'x-amz-content-sha256') || hash) === hash ? hash : undefined;
}

/** A proxy may have asked this server under another name than the client asked the proxy. */
function hostsOf(headers: ReadonlyMap<string, string>): string[] {
  const [forwarded = ''] = (headers.get('x-forwarded-host') ?? '').split(',');
  return [headers.get('host') ?? '', forwarded.trim()].filter((host) => host !== '');
}

interface Signing {
  readonly request: SignedRequest;
  readonly claim: Claim;
  readonly time: string;
  readonly payloadHash: string;
  readonly secret: string;
  readonly host: string;
}

function signature({ request, claim, time, payloadHash, secret, host }: Signing): string {
  const { date, region, service } = claim;
  const canonical = [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    ...claim.signedHeaders.map((name) => `${name}:${canonicalHeader(request, name, host)}`),
    '',
    claim.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const scope = [date, region, service, TERMINATOR].join('/');
  const key = [date, region, service, TERMINATOR].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, [ALGORITHM, time, scope, sha256(canonical)].join('\n')).toString('hex');
}

const canonicalHeader = (request: SignedRequest, name: string, host: string): string =>
  (name === 'host' ? host : headerOf(request, name)).trim().replace(/ +/g, ' ');

/** Without empty and dot segments, and encoded once more than it came: so does every service but S3. */
export function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  const end = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.map(escapeUri).join('/')}${end}`;
}

export const canonicalQuery = (query: string): string =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const [name = '', ...value] = pair.split('=');
      return [recode(name), recode(value.join('='))];
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function recode(text: string): string {
  try {
    return escapeUri(decodeURIComponent(text));
  } catch {
    return escapeUri(text);
  }
}

const escapeUri = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const CREDENTIAL = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/;

function claimOf(authorization: string): Claim | undefined {
  if (!authorization.startsWith(`${ALGORITHM} `)) return undefined;
  const parts = partsOf(authorization.slice(ALGORITHM.length));
  const credential = CREDENTIAL.exec(parts('Credential'));
  const signedHeaders = parts('SignedHeaders').split(';');
  // A signature that leaves the host open is good for every host.
  if (!credential || !signedHeaders.includes('host')) return undefined;
  const [keyId, date, region, service] = credential.slice(1) as [string, string, string, string];
  return { keyId, date, region, service, signedHeaders, signature: parts('Signature') };
}

/** Finds the parts of `name=value, name=value` by their names; one that is not there is empty. */
function partsOf(text: string): (name: string) => string {
  const parts = new Map(
    text.split(',').map((part): [string, string] => {
      const [name = '', ...value] = part.trim().split('=');
      return [name, value.join('=')];
    }),
  );
  return (name) => parts.get(name) ?? '';
}

/** @param time as in `x-amz-date`: `20260131T235959Z` */
function isTimely(time: string, date: string, now: number): boolean {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time)?.map(Number) ?? [];
  if (year === undefined || month === undefined) return false;
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  return time.startsWith(`${date}T`) && Math.abs(now - at) <= SKEW_MS;
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** How long it takes tells nothing of where they differ. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
