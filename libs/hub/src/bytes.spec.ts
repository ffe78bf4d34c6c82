import { roomLane, type Actor } from '@noroshi/domain';
import {
  nativeJsonDialect,
  nativeMsgpackDialect,
  roomsDialect,
  type Dialect,
  type Encoded,
  type ServerFrame,
} from '@noroshi/protocol';
import type { Connection } from './connection.js';
import { Hub } from './hub.js';
import { Session } from './session.js';

const ann: Actor = { id: 'ann', name: 'Ann', guest: false };

const said = (position: number): Extract<ServerFrame, { kind: 'event' }> => ({
  ...{ kind: 'event', epoch: 'e' },
  recorded: {
    event: { type: 'MessagePosted', by: ann, content: `m${position}`, messageType: 'text' },
    lane: roomLane('lobby', 'talk'),
    ...{ position, recordedAt: 0 },
  },
});

/** A hub whose publisher writes down what it is given. */
function gateway() {
  const published: { readonly topic: string; readonly frame: Encoded }[] = [];
  const hub = new Hub({ publish: (topic, frame) => void published.push({ topic, frame }), flush: () => undefined });
  const arrive = (connectionId: string, dialect: Dialect) => {
    const sent: unknown[] = [];
    const connection: Connection = {
      send: (frame) => void sent.push(frame),
      sendAll: (frames) => void sent.push([...frames]),
      ...{ sendBytes: () => undefined, buffered: () => 0, drained: () => Promise.resolve() },
      ...{ subscribe: () => undefined, unsubscribe: () => undefined, close: () => undefined },
    };
    const traits = { oneRoom: false };
    const session = new Session({ connectionId, connection, dialect, traits, memory: {}, connectedAt: 0 });
    hub.add(session);
    hub.enter(session, 'lobby');
    return { session, sent };
  };
  return { hub, published, arrive };
}

it('a language of bytes is encoded once for all who hear it, and published as bytes beside the others', () => {
  const { hub, published, arrive } = gateway();
  const counted = { encoded: 0 };
  const counting: Dialect<object, Uint8Array> = {
    ...nativeMsgpackDialect,
    encode: (frame) => {
      counted.encoded += 1;
      return nativeMsgpackDialect.encode(frame);
    },
  };
  for (let nth = 0; nth < 50; nth += 1) arrive(`b${nth}`, counting);
  arrive('j', nativeJsonDialect);
  arrive('r', roomsDialect);
  hub.tell('lobby', said(1));
  expect(counted.encoded).toBe(1);
  expect(published.map(({ topic, frame }) => [topic, typeof frame])).toEqual([
    ['native-msgpack/p/lobby', 'object'],
    ['native/p/lobby', 'string'],
    ['rooms/p/lobby', 'string'],
  ]);
});

it('a replay is one message in a language that can join frames, and one message for each in others', () => {
  const { hub, arrive } = gateway();
  const frames = [said(1), said(2), said(3)];
  const clients = [nativeJsonDialect, nativeMsgpackDialect, roomsDialect].map((dialect) =>
    arrive(dialect.name, dialect),
  );
  for (const { session } of clients) hub.replay(session, frames);
  const [json, msgpack, rooms] = clients.map(({ sent }) => sent);
  expect(json).toEqual([frames.map((frame) => nativeJsonDialect.encode(frame)).join('\n')]);
  expect(msgpack).toEqual([
    nativeMsgpackDialect.joined?.(frames.map((frame) => nativeMsgpackDialect.encode(frame) as Uint8Array)),
  ]);
  expect(rooms).toEqual([frames.map((frame) => roomsDialect.encode(frame))]);
});

it('one frame is sent as it is, and none at all is no message', () => {
  const { hub, arrive } = gateway();
  const { session, sent } = arrive('b', nativeMsgpackDialect);
  expect(hub.replay(session, [said(1)])).toBe(1);
  session.sendAllEncoded([], []);
  expect(sent).toEqual([nativeMsgpackDialect.encode(said(1))]);
});
