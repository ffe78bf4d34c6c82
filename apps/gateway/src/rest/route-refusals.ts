import { errors, type ErrorCode } from '@noroshi/protocol';
import { accessRefusals } from './access.js';
import type { Fields, Route } from './route.js';

/** What can go wrong with any body before anybody looks at what it says. */
const bodyRefusals = ['invalid_json', 'too_deep', 'body_too_large'] as const satisfies readonly ErrorCode[];

/** Every code that the route may refuse with, by HTTP status; but for `internal`, which is a bug. */
export function refusalsByStatus(route: Route): ReadonlyMap<number, readonly ErrorCode[]> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of refusalsOf(route)) {
    const { status } = errors[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}

function refusalsOf({ access, params, query, headers, body, refusals }: Route): ReadonlySet<ErrorCode> {
  const parts = [params, query, headers, ...(body ? [body] : [])];
  const takesAnything = parts.some(({ properties }) => Object.keys(properties).length > 0);
  return new Set<ErrorCode>([
    'rate_limited',
    ...(access === 'anyone' ? [] : (['unavailable'] as const)),
    ...accessRefusals[access],
    ...(takesAnything ? (['invalid_frame'] as const) : []),
    ...(body ? bodyRefusals : []),
    ...parts.flatMap(codesOf),
    ...refusals,
  ]);
}

const codesOf = ({ properties }: Fields): ErrorCode[] =>
  Object.values(properties).flatMap((schema) => ('x-code' in schema ? [schema['x-code'] as ErrorCode] : []));
