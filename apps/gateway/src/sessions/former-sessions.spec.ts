import { Hub, Session, type Connection } from '@noroshi/hub';
import { disconnects, mattermostDialect, roomsDialect, type Dialect } from '@noroshi/protocol';
import { FormerSessions } from './former-sessions.js';

const spoken: Dialect = mattermostDialect;
const MINUTES = 60_000;

function scene() {
  const hub = new Hub({ publish: () => undefined, flush: () => undefined });
  const gone: string[] = [];
  const forgotten: string[] = [];
  const former = new FormerSessions({
    hub,
    presence: { disconnected: (connectionId) => void gone.push(connectionId) },
    entrance: {
      close: (session) => {
        session.closed = true;
        hub.remove(session);
        forgotten.push(session.connectionId);
      },
    },
  });
  let count = 0;
  const arrive = ({ userId = 'ann', guest = false, dialect = spoken } = {}) => {
    count += 1;
    const heard: string[] = [];
    const connection = {
      send: (text: string) => void heard.push(text),
      close: () => undefined,
    } as unknown as Connection;
    const query = new URLSearchParams();
    const session = new Session({
      ...{ connectionId: `c${count}`, connection, dialect, connectedAt: 0 },
      traits: dialect.traits(query),
      memory: dialect.begin(query),
      identity: { user: { id: userId, name: userId, guest } },
    });
    hub.add(session);
    session.send({
      kind: 'connected',
      connectionId: session.connectionId,
      user: { id: userId, name: '', guest },
      at: 0,
    });
    return { session, heard };
  };
  const said = (session: Session) => session.dialect.resumes?.save(session.memory) as { readonly next: number };
  return { former, hub, arrive, said, gone, forgotten };
}

it('a session without its connection is gone for the others, and goes on hearing', () => {
  const { former, arrive, said, gone } = scene();
  const { session, heard } = arrive();
  expect(former.keep(session, 0)).toBe(true);
  session.send({ kind: 'status', userId: 'ann', status: 'away' });
  expect([heard.length, said(session).next, session.isAway, session.closed]).toEqual([1, 2, true, false]);
  expect([gone, former.size]).toEqual([['c1'], 1]);
});

it('is forgotten after five minutes, and when it is closed from here', () => {
  const { former, arrive, forgotten } = scene();
  const [early, late] = [arrive().session, arrive().session];
  former.keep(early, 0);
  former.keep(late, 4 * MINUTES);
  former.sweep(5 * MINUTES);
  expect([forgotten, former.size]).toEqual([['c1'], 1]);
  late.close(disconnects.revoked);
  expect([forgotten, former.size]).toEqual([['c1', 'c2'], 0]);
});

it('is not forgotten once it has been taken up', () => {
  const { former, arrive, forgotten } = scene();
  const { session } = arrive();
  former.keep(session, 0);
  former.release(session);
  session.goOnAs(arrive().session);
  former.sweep(6 * MINUTES);
  expect([forgotten, session.isAway, former.size]).toEqual([[], false, 0]);
});

it('is kept eight times for one user, the latest ones', () => {
  const { former, arrive, forgotten } = scene();
  for (let index = 0; index < 10; index += 1) former.keep(arrive().session, index);
  former.keep(arrive({ userId: 'bob' }).session, 11);
  expect([forgotten, former.size]).toEqual([['c1', 'c2'], 9]);
});

it.each<readonly [string, Parameters<ReturnType<typeof scene>['arrive']>[0]]>([
  ['a guest', { guest: true }],
  ['somebody whose language does not go on', { dialect: roomsDialect }],
])('is not kept for %s', (_, who) => {
  const { former, arrive } = scene();
  expect(former.keep(arrive(who).session, 0)).toBe(false);
});

it('is not kept when it was ended from here', () => {
  const { former, arrive } = scene();
  const { session } = arrive();
  session.close(disconnects.expired);
  expect(former.keep(session, 0)).toBe(false);
});
