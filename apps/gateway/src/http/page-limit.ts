import { Refused } from '../refusal.js';
import type { RestRequest } from '../transport/http-route.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

/** How many items a list may have at most: `?limit=`, 1 to 100, 50 by default. @throws Refused */
export function limitOf({ query }: Pick<RestRequest, 'query'>): number {
  const text = query.get('limit');
  if (text === null) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw new Refused('invalid_frame', 'limit is 1 to 100');
  return limit;
}
