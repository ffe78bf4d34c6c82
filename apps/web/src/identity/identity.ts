import { flag, parseFields, texts } from '../protocol/fields.js';
import { readToken } from './token.js';

/** Who this tab is. `renewable`: the server hands out development tokens, so a new one can be had by name. */
export interface Identity {
  readonly userId: string;
  readonly name: string;
  readonly token: string;
  readonly renewable: boolean;
}

const key = 'noroshi.identity';

/** Kept per tab, so that two tabs can be two people. */
export function loadIdentity(storage: Storage): Identity | undefined {
  const fields = parseFields(storage.getItem(key) ?? '');
  const known = fields && texts(fields, ['userId', 'name', 'token']);
  return fields && known ? { ...known, renewable: flag(fields, 'renewable') } : undefined;
}

export const saveIdentity = (storage: Storage, identity: Identity): void =>
  storage.setItem(key, JSON.stringify(identity));

export const forgetIdentity = (storage: Storage): void => storage.removeItem(key);

export function identityFromToken(token: string, renewable: boolean): Identity | undefined {
  const claims = readToken(token);
  return claims && { userId: claims.userId, name: claims.name, token: token.trim(), renewable };
}
