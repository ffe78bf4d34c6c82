import { clientName, matchesSearch } from './connection-search.js';
import { operatorApi, type HeldConnection, type TailFrame } from './operator-api.js';
import { healthOf, rebuiltShare } from './progress.js';
import { keyOf, withFrames } from './tail.js';

const said = (offset: string, type = 'message'): TailFrame => ({ type, offset, content: offset });

describe('the tail of a room', () => {
  it('has each thing once, where history and what is said next overlap', () => {
    const lines = withFrames(withFrames([], [said('1'), said('2')]), [
      said('2'),
      said('3'),
      said('2', 'messageEdited'),
    ]);
    expect(lines.map(keyOf)).toEqual(['message 1', 'message 2', 'message 3', 'messageEdited 2']);
  });

  it('is what was said last, and nothing but what was said', () => {
    const many = Array.from({ length: 250 }, (_, index) => said(`${index}`));
    const lines = withFrames(many.slice(0, 150), [...many.slice(150), said('x', 'resumed')]);
    expect([lines.length, lines[0]?.offset, lines.at(-1)?.offset]).toEqual([200, '50', '249']);
    expect(withFrames(lines, [said('249')])).toBe(lines);
  });
});

describe('the connections', () => {
  const connection: HeldConnection = {
    ...{ connectionId: 'abc', userId: 'ben', username: 'Ben Hill', gateway: 'fjord-gateway-2', userAgent: 'curl/8' },
    ...{ address: '10.0.0.7', connectedAt: '', status: 'online', rooms: ['harbour'], roomCount: 1 },
  };

  it.each([
    ['', true],
    ['hill', true],
    ['GATEWAY-2 harbour', true],
    ['gateway-2 kitchen', false],
    ['10.0.0.7', true],
  ])('%j is searched for in all that is shown', (search, found) => {
    expect(matchesSearch(connection, search)).toBe(found);
  });

  it.each([
    ['Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Safari/537.36', 'Chrome 148'],
    ['Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15', 'Safari 18'],
    ['Mozilla/5.0 Chrome/148.0 Safari/537.36 Edg/148.0', 'Edge 148'],
    ['Mozilla/5.0 (X11; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox 130'],
    ['node', 'node'],
    ['', ''],
  ])('of %j are called %j', (userAgent, name) => {
    expect(clientName(userAgent)).toBe(name);
  });
});

it('a read model tells how much of it is built anew', () => {
  expect(rebuiltShare({ name: 'a', position: 9 })).toBeUndefined();
  expect(rebuiltShare({ name: 'a', position: 9, rebuilding: { position: 3, target: 9 } })).toBeCloseTo(1 / 3);
  expect(rebuiltShare({ name: 'a', position: 0, rebuilding: { position: 0, target: 0 } })).toBe(0);
  expect(rebuiltShare({ name: 'a', position: 9, rebuilding: { position: 12, target: 9 } })).toBe(1);
});

it('a reader is up to date, behind, or does not read any more', () => {
  expect([healthOf({ lag: 0, isWaiting: false }), healthOf({ lag: 3, isWaiting: true })]).toEqual([
    'upToDate',
    'behind',
  ]);
  expect(healthOf({ lag: 3, isWaiting: false })).toBe('absent');
});

it('what is asked names ids as they are, whatever is in them', async () => {
  const asked: string[] = [];
  const request = <T>(method: string, path: string): Promise<T> => {
    asked.push(`${method} ${path}`);
    return Promise.resolve({} as T);
  };
  const api = operatorApi({ request });
  await api.connections({ user: 'a b', room: '', gateway: 'g/1' });
  await api.poll('a,b', undefined);
  await api.revoke('x/y');
  expect(asked).toEqual([
    'GET /connections?user=a%20b&gateway=g%2F1',
    'GET /events?rooms=a%252Cb&wait=20',
    'POST /users/x%2Fy/revoke',
  ]);
});
