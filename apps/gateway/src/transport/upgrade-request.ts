import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import type { AddressOf } from './client-address.js';

const TOKEN_PROTOCOL = 'token.';
const MAX_USER_AGENT = 256;

/** What somebody says who wants to be connected. Copied at once: the library's request is dead after the callback. */
export interface ConnectRequest {
  readonly query: URLSearchParams;
  readonly address: string;
  readonly origin: string | undefined;
  readonly host: string;
  /** At most 256 characters; empty when there is none. */
  readonly userAgent: string;
  readonly token: string | undefined;
}

/** The same in a WebSocket handshake. */
export interface UpgradeRequest extends ConnectRequest {
  readonly key: string;
  /** Of the WebSocket protocol. */
  readonly version: string;
  /**
   * The subprotocol to answer with: the first that means something, else the first that is no token; browsers insist on one, so
   * else the token itself.
   */
  readonly protocol: string;
  readonly extensions: string;
}

/** Where a token may stand, besides in `Authorization` and among the subprotocols. */
export interface CredentialPlaces {
  /** Addresses end up in other people's logs. */
  readonly inAddress: boolean;
  /** Name of a cookie. */
  readonly cookie?: string;
}

export interface UpgradeReading {
  readonly addressOf: AddressOf;
  /** Those that mean something here, and are chosen before others. */
  readonly subprotocols?: ReadonlyMap<string, unknown>;
  readonly credentials?: CredentialPlaces;
}

export function readUpgradeRequest(
  response: HttpResponse,
  request: HttpRequest,
  { addressOf, credentials: places = { inAddress: true }, subprotocols }: UpgradeReading,
): UpgradeRequest {
  const connect = readConnectRequest(response, request, addressOf);
  const offered = request
    .getHeader('sec-websocket-protocol')
    .split(',')
    .map((protocol) => protocol.trim())
    .filter((protocol) => protocol !== '');
  const carrier = offered.find((protocol) => protocol.startsWith(TOKEN_PROTOCOL));
  return {
    ...connect,
    token:
      bearerOf(request.getHeader('authorization')) ??
      carrier?.slice(TOKEN_PROTOCOL.length) ??
      tokenIn({ query: connect.query, cookies: request.getHeader('cookie') }, places),
    key: request.getHeader('sec-websocket-key'),
    version: request.getHeader('sec-websocket-version'),
    protocol:
      chosenFrom(
        offered.filter((protocol) => protocol !== carrier),
        subprotocols,
      ) ??
      carrier ??
      '',
    extensions: request.getHeader('sec-websocket-extensions'),
  };
}

export function readConnectRequest(response: HttpResponse, request: HttpRequest, addressOf: AddressOf): ConnectRequest {
  const query = new URLSearchParams(queryOf(request));
  return {
    query,
    address: addressOf(response, request),
    origin: request.getHeader('origin') || undefined,
    host: request.getHeader('host'),
    userAgent: request.getHeader('user-agent').slice(0, MAX_USER_AGENT),
    token: bearerOf(request.getHeader('authorization')) ?? query.get('token') ?? undefined,
  };
}

const chosenFrom = (offered: readonly string[], subprotocols: UpgradeReading['subprotocols']): string | undefined =>
  offered.find((protocol) => subprotocols?.has(protocol)) ?? offered[0];

function tokenIn(
  { query, cookies }: { readonly query: URLSearchParams; readonly cookies: string },
  { inAddress, cookie }: CredentialPlaces,
): string | undefined {
  const inCookie = cookie === undefined ? undefined : cookieOf(cookies, cookie);
  return inCookie ?? (inAddress ? (query.get('token') ?? undefined) : undefined);
}

function cookieOf(header: string, name: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || undefined;
}

export const bearerOf = (authorization: string): string | undefined => /^Bearer +(\S+)$/i.exec(authorization)?.[1];

/** The library gives undefined when there is none, whatever its types say. */
export const queryOf = (request: { getQuery(): string | undefined }): string => request.getQuery() ?? '';
