import { Type } from 'typebox';
import { sendableTo } from '../rest/mount-rest.js';
import { route } from '../rest/route.js';
import { CrossOrigin } from './cross-origin.js';

const host = 'chat.example';
const sendable = { methods: ['GET', 'HEAD', 'POST'], headers: ['Authorization', 'Content-Type'] };
const listed = new CrossOrigin(['https://app.example']);

describe('a page of another origin that may open a socket', () => {
  const asking = { origin: 'https://app.example', host };

  it('may read every answer, and what it needs of its headers', () => {
    expect(listed.headers(asking)).toEqual({
      'Access-Control-Allow-Origin': 'https://app.example',
      'Access-Control-Expose-Headers': 'Location, Retry-After',
      Vary: 'Origin',
    });
  });

  it('is told what it may send', () => {
    expect(listed.preflight(asking, sendable)).toEqual({
      status: 204,
      headers: {
        Allow: 'GET, HEAD, POST, OPTIONS',
        'Cache-Control': 'no-store',
        'Access-Control-Allow-Origin': 'https://app.example',
        'Access-Control-Expose-Headers': 'Location, Retry-After',
        'Access-Control-Allow-Methods': 'GET, HEAD, POST',
        'Access-Control-Allow-Headers': 'Authorization, Content-Type',
        'Access-Control-Max-Age': '600',
        Vary: 'Origin',
      },
      body: '',
    });
  });

  it('is named itself also where any may, and never sends what its browser keeps', () => {
    const headers = new CrossOrigin(['*']).headers(asking);
    expect(headers['Access-Control-Allow-Origin']).toBe('https://app.example');
    expect(headers).not.toHaveProperty('Access-Control-Allow-Credentials');
  });
});

it.each([
  ['a page of an origin that is not listed', listed, 'https://evil.example'],
  ['a page of this host, when a list leaves it out', listed, 'https://chat.example'],
  ['a page of another origin, where there is no list', new CrossOrigin([]), 'https://app.example'],
  ['nobody’s page', listed, undefined],
])('%s is told nothing', (_, crossOrigin, origin) => {
  expect(crossOrigin.headers({ origin, host })).toEqual({ Vary: 'Origin' });
  expect(crossOrigin.preflight({ origin, host }, sendable)).toEqual({
    ...{ status: 204, body: '' },
    headers: { Allow: 'GET, HEAD, POST, OPTIONS', 'Cache-Control': 'no-store', Vary: 'Origin' },
  });
});

it('what a page may send is what the routes of the path take', () => {
  const spec = { path: '/things', tag: 'tests', summary: 'Things', access: 'anyone' } as const;
  const answers = { 204: { description: 'Done' } };
  const routes = [
    route({ ...spec, answers, id: 'read', method: 'get' }),
    route({ ...spec, answers, id: 'add', method: 'post', headers: { 'idempotency-key': Type.String() } }),
  ].map((declared) => declared.handledBy(() => ({ status: 204 })));
  expect(sendableTo(routes)).toEqual({
    methods: ['GET', 'HEAD', 'POST'],
    headers: ['Authorization', 'Content-Type', 'Cache-Control', 'idempotency-key'],
  });
});
