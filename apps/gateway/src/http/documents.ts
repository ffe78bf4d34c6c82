import type { RestHandler } from '../transport/http-route.js';

/** Serves a document that does not change while the process lives. */
export function documentHandler(document: object): RestHandler {
  const answer = {
    status: 200,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' },
    body: JSON.stringify(document),
  };
  return () => answer;
}
