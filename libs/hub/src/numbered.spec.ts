import { roomLane, type Actor } from '@noroshi/domain';
import { mattermostDialect, textOf, type Said, type ServerFrame } from '@noroshi/protocol';
import type { Connection } from './connection.js';
import { Hub } from './hub.js';
import { Session } from './session.js';

const ann: Actor = { id: 'ann', name: 'Ann', guest: false };

class Line implements Connection {
  readonly heard: string[] = [];
  endings: unknown[] = [];
  send = (said: Said) => void this.heard.push(textOf(said));
  sendAll = (said: readonly Said[]) => void this.heard.push(...said.map(textOf));
  sendBytes = () => undefined;
  buffered = () => 0;
  drained = () => Promise.resolve();
  subscribe = () => undefined;
  unsubscribe = () => undefined;
  close = (ending: unknown) => void this.endings.push(ending);
  get numbers(): unknown[] {
    return this.heard.map((text) => (JSON.parse(text) as { seq: unknown }).seq);
  }
}

const said = (position: number): Extract<ServerFrame, { kind: 'event' }> => ({
  ...{ kind: 'event', epoch: 'e' },
  recorded: {
    event: { type: 'MessagePosted', by: ann, content: `m${position}`, messageType: 'text' },
    lane: roomLane('lobby', 'talk'),
    ...{ position, recordedAt: 0 },
  },
});

function gateway() {
  const counted = { encoded: 0 };
  const dialect = {
    ...mattermostDialect,
    encode: (frame: ServerFrame) => {
      counted.encoded += 1;
      return mattermostDialect.encode(frame);
    },
  };
  const hub = new Hub({ publish: () => undefined, flush: () => undefined });
  const arrive = (connectionId: string) => {
    const line = new Line();
    const query = new URLSearchParams();
    const session = new Session({
      ...{ connectionId, connection: line, dialect, connectedAt: 0 },
      traits: dialect.traits(query),
      memory: dialect.begin(query),
      identity: { user: ann },
    });
    hub.add(session);
    session.send({ kind: 'connected', connectionId, user: ann, at: 0 });
    return { session, line };
  };
  return { counted, hub, arrive };
}

it('an event is encoded once for a room full of people who each get another number', () => {
  const { counted, hub, arrive } = gateway();
  const people = Array.from({ length: 50 }, (_, index) => arrive(`c${index}`));
  people.forEach(({ session }, index) => {
    if (index % 2 === 0) hub.enter(session, 'attic');
    hub.enter(session, 'lobby');
  });
  counted.encoded = 0;
  hub.tell('attic', said(1));
  for (const position of [2, 3, 4]) hub.tell('lobby', said(position));
  expect(counted.encoded).toBe(4);
  expect(people[0]?.line.numbers).toEqual([0, 1, 2, 3, 4]);
  expect(people[1]?.line.numbers).toEqual([0, 1, 2, 3]);
});

it('a session goes on over another connection, with what the former one may not have brought', () => {
  const { hub, arrive } = gateway();
  const { session, line } = arrive('former');
  hub.enter(session, 'lobby');
  hub.tell('lobby', said(1));
  const fresh = arrive('fresh');
  session.goOnAs(fresh.session);
  expect([session.isOn(line), session.isOn(fresh.line), fresh.session.closed]).toEqual([false, true, true]);
  expect(line.endings).toMatchObject([{ isCut: true }]);
  session.repeat(line.heard);
  hub.tell('lobby', said(2));
  expect([line.numbers, fresh.line.numbers]).toEqual([
    [0, 1],
    [0, 0, 1, 2],
  ]);
});

it('what says "going away" is cut for clients that come back only then', () => {
  const { arrive } = gateway();
  const { session, line } = arrive('c');
  session.close({ code: 1009, reason: 'x', reconnect: true });
  session.close({ code: 1001, reason: 'x', reconnect: true });
  expect(line.endings).toEqual([
    { code: 1009, reason: 'x', reconnect: true },
    { code: 1001, reason: 'x', reconnect: true, isCut: true },
  ]);
});
