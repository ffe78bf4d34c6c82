import type { ConnectionOutcome, ConnectionWish } from '@noroshi/domain';
import { ServiceUnavailable } from '@noroshi/event-sourcing';
import { Refused } from '../refusal.js';
import { connectionIn, PushApi } from './push-api.js';

interface Scene {
  readonly outcome?: ConnectionOutcome | Error;
  readonly allowed?: boolean;
  readonly tooMany?: boolean;
}

function scene({ outcome = { kind: 'done' }, allowed = true, tooMany = false }: Scene = {}) {
  const wishes: ConnectionWish[] = [];
  const api = new PushApi({
    connections: {
      fulfil: (wish) => {
        wishes.push(wish);
        return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
      },
    },
    access: { allows: () => allowed },
    requests: {
      fromAddress: () => {
        if (tooMany) throw new Refused('rate_limited');
      },
    },
    logger: { error: () => undefined, warn: () => undefined },
    pushes: { inc: () => undefined },
  });
  const ask = (method: string, path: string, body: Uint8Array | undefined = new Uint8Array()) =>
    api.handle({ method, path, query: '', headers: new Map(), address: '127.0.0.1', body });
  return { ask, wishes, api };
}

describe('the path of a connection', () => {
  it.each([
    ['/prod/@connections/abc', 'abc'],
    ['/@connections/abc', 'abc'],
    ['//@connections/abc', 'abc'],
    ['/prod//@connections/abc', 'abc'],
    ['/a/b/@connections/abc', 'abc'],
    ['/prod/%40connections/abc', 'abc'],
    ['/prod/@connections/a%2Fb%3D', 'a%2Fb%3D'],
    ['/prod/@connections/', ''],
    ['/prod/@connections', undefined],
    ['/prod/connections/abc', undefined],
    ['/prod/@connections/abc/more', undefined],
    ['/x@connections/abc', undefined],
    ['/', undefined],
    ['', undefined],
  ])('%s: %s', (path, id) => {
    expect(connectionIn(path)).toBe(id);
  });
});

describe('the connection management API', () => {
  it('hands on what is wished, with the id decoded', async () => {
    const { ask, wishes } = scene();
    expect(await ask('POST', '/prod/@connections/a%2Fb%2B%3D', Buffer.from([0, 255]))).toMatchObject({ status: 200 });
    expect(await ask('DELETE', '/prod/@connections/abc')).toMatchObject({ status: 204, body: '' });
    expect(wishes).toEqual([
      { kind: 'post', connectionId: 'a/b+=', data: 'AP8=' },
      { kind: 'close', connectionId: 'abc' },
    ]);
  });

  it('tells of a connection with times as texts', async () => {
    const outcome: ConnectionOutcome = {
      ...{ kind: 'described', connectedAt: 0, lastActivity: 1 },
      ...{ address: '192.0.2.1', userAgent: 'a phone' },
    };
    const { body } = await scene({ outcome }).ask('GET', '/prod/@connections/abc');
    expect(JSON.parse(body as string)).toEqual({
      connectedAt: '1970-01-01T00:00:00.000Z',
      lastActiveAt: '1970-01-01T00:00:00.001Z',
      identity: { sourceIp: '192.0.2.1', userAgent: 'a phone' },
    });
  });

  const refusals: readonly (readonly [number, string, Scene, string])[] = [
    [400, 'BadRequestException', {}, '/prod/@connections/a%20b'],
    [400, 'BadRequestException', {}, '/prod/@connections/%E0%A4%A'],
    [400, 'BadRequestException', {}, '/prod/@connections/'],
    [403, 'ForbiddenException', { allowed: false }, '/prod/@connections/abc'],
    [410, 'GoneException', { outcome: { kind: 'gone' } }, '/prod/@connections/abc'],
    [429, 'LimitExceededException', { outcome: { kind: 'slow' } }, '/prod/@connections/abc'],
    [429, 'LimitExceededException', { tooMany: true }, '/prod/@connections/abc'],
    [
      503,
      'ServiceUnavailableException',
      { outcome: new ServiceUnavailable('nobody answers') },
      '/prod/@connections/abc',
    ],
    [500, 'InternalFailure', { outcome: new Error('a bug') }, '/prod/@connections/abc'],
  ];
  it.each(refusals)('answers %i as %s', async (status, type, told, path) => {
    const answer = await scene(told).ask('POST', path);
    expect(answer).toMatchObject({ status, headers: { 'x-amzn-ErrorType': type, 'Content-Type': 'application/json' } });
    expect(JSON.parse(answer.body as string)).toEqual({ message: expect.any(String) as string });
  });

  it('takes no more than 128 KB', async () => {
    const { api, wishes } = scene();
    const request = { method: 'POST', path: '/@connections/abc', query: '', headers: new Map<string, string>() };
    const answer = await api.handle({ ...request, address: '127.0.0.1', body: undefined });
    expect(answer).toMatchObject({ status: 413, headers: { 'x-amzn-ErrorType': 'PayloadTooLargeException' } });
    expect(wishes).toEqual([]);
  });
});
