import { flag, parseFields, text } from '../json/fields.js';
import { readToken } from './token.js';

/** Who this tab is. `renewable`: the server hands out development tokens, so a new one can be had by name. */
export interface Identity {
  readonly userId: string;
  readonly name: string;
  /** What the token claims: it decides what is offered here, and the server what is given. */
  readonly roles: readonly string[];
  readonly token: string;
  readonly renewable: boolean;
}

/** The storages of a window. */
export interface Storages {
  readonly sessionStorage: Storage;
  readonly localStorage: Storage;
}

const key = 'noroshi.identity';

function read(storage: Storage): Identity | undefined {
  const fields = parseFields(storage.getItem(key) ?? '');
  const token = fields && text(fields, 'token');
  return fields && token !== undefined ? identityFromToken(token, flag(fields, 'renewable')) : undefined;
}

const write = (storage: Storage, { token, renewable }: Identity): void =>
  storage.setItem(key, JSON.stringify({ token, renewable }));

/** A tab keeps to whom it was signed in, so that two tabs can be two people; a new one begins as the last of them. */
export function loadIdentity(storages: Storages): Identity | undefined {
  const identity = read(storages.sessionStorage) ?? read(storages.localStorage);
  if (identity) write(storages.sessionStorage, identity);
  return identity;
}

export function saveIdentity({ sessionStorage, localStorage }: Storages, identity: Identity): void {
  write(sessionStorage, identity);
  write(localStorage, identity);
}

export function forgetIdentity({ sessionStorage, localStorage }: Storages): void {
  const mine = read(sessionStorage);
  if (mine?.userId === read(localStorage)?.userId) localStorage.removeItem(key);
  sessionStorage.removeItem(key);
}

export function identityFromToken(token: string, renewable: boolean): Identity | undefined {
  const claims = readToken(token);
  if (!claims) return undefined;
  const { userId, name, roles } = claims;
  return { userId, name, roles, token: token.trim(), renewable };
}
