import { roomLane, type RoomEvent } from '@noroshi/domain';
import { EventLogUnavailable, type RecordedEvent } from '@noroshi/event-sourcing';
import { Hub, Session, type Connection, type Publisher } from '@noroshi/hub';
import { disconnects, type Dialect, type Disconnect } from '@noroshi/protocol';
import fc from 'fast-check';
import pLimit from 'p-limit';
import { RoomTail } from '../rooms/room-tail.js';
import { CatchUp } from './catch-up.js';
import { Patience } from './patience.js';
import { SlowReaders } from './slow-readers.js';

const SLOW = 3;

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Holds what is published until it is flushed, and gives it to whoever has subscribed by then. */
class Wire implements Publisher {
  readonly #held: { readonly topic: string; readonly text: string }[] = [];
  readonly subscribers = new Map<string, Set<Socket>>();

  publish(topic: string, text: string): void {
    this.#held.push({ topic, text });
  }

  flush(): void {
    for (const { topic, text } of this.#held.splice(0))
      this.subscribers.get(topic)?.forEach((socket) => socket.send(text));
  }

  of(topic: string): Set<Socket> {
    const sockets = this.subscribers.get(topic) ?? new Set();
    this.subscribers.set(topic, sockets);
    return sockets;
  }
}

/** Its client reads when it is told to. */
class Socket implements Connection {
  readonly heard: number[] = [];
  closing: Disconnect | undefined;
  mostBuffered = 0;
  #unread: number[] = [];
  #waiting: (() => void)[] = [];

  constructor(private readonly wire: Wire) {}

  send(text: string): void {
    if (this.closing) return;
    this.#unread.push(Number(text));
    this.mostBuffered = Math.max(this.mostBuffered, this.#unread.length);
  }

  sendAll(texts: readonly string[]): void {
    for (const text of texts) this.send(text);
  }

  sendBytes(): void {
    throw new Error('nobody pushes here');
  }

  buffered(): number {
    return this.#unread.length;
  }

  async drained(): Promise<void> {
    await turn();
    return this.closing || this.#unread.length === 0
      ? Promise.resolve()
      : new Promise((resolve) => this.#waiting.push(resolve));
  }

  read(count = Infinity): void {
    this.heard.push(...this.#unread.splice(0, count));
    if (this.#unread.length === 0) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  subscribe(topic: string): void {
    this.wire.of(topic).add(this);
  }

  unsubscribe(topic: string): void {
    this.wire.of(topic).delete(this);
  }

  close(disconnect: Disconnect): void {
    this.closing = disconnect;
    for (const topic of this.wire.subscribers.values()) topic.delete(this);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** Says an event's position. */
const language: Dialect = {
  name: 'numbers',
  traits: () => ({ oneRoom: true }),
  begin: () => ({}),
  decode: () => ({ ok: false, error: { kind: 'error', code: 'invalid_frame' } }),
  encode: (frame) => (frame.kind === 'event' ? String(frame.recorded.position) : undefined),
};

const at = (roomId: string, position: number): RecordedEvent<RoomEvent> => ({
  event: { type: 'MemberLeft', userId: 'zoe' },
  lane: roomLane(roomId, 'members'),
  position,
  recordedAt: 0,
});

/** A room with a short memory and a log behind it, and one client in it who reads when it likes. */
function scene({ kept = 4, limitMs = 60_000 } = {}) {
  const wire = new Wire();
  const hub = new Hub(wire);
  const socket = new Socket(wire);
  const session = new Session({
    ...{ connectionId: 'c', connection: socket, dialect: language, traits: { oneRoom: true } },
    ...{ memory: {}, connectedAt: 0 },
  });
  const log: RecordedEvent<RoomEvent>[] = [];
  const tail = new RoomTail<RoomEvent>({ capacity: kept, floor: 0 });
  const outage = { left: 0 };
  const removed = { upTo: 0 };
  const view = {
    get position() {
      return log.length;
    },
    since: (position: number) => tail.since(position),
    read: async (position: number) => {
      await turn();
      outage.left -= 1;
      if (outage.left >= 0) throw new EventLogUnavailable('away');
      return { from: Math.max(position, removed.upTo), events: log.slice(position, position + 5) };
    },
    reach: () => Promise.reject(new Error('nothing was late')),
  };
  const say = () => {
    const recorded = at('lobby', log.length + 1);
    log.push(recorded);
    tail.push(recorded);
    hub.tell('lobby', { kind: 'event', recorded, epoch: 'e' });
  };
  let gaveUp = 0;
  const patience = new Patience({ limitMs, gaveUp: () => (gaveUp += 1) });
  const catchUp = new CatchUp({ hub, rooms: { followed: () => undefined }, epoch: 'e', turns: pLimit(2), patience });
  const complaints: string[] = [];
  const complain = (message: string) => void complaints.push(message);
  const slowReaders = new SlowReaders({
    ...{ hub, catchUp, patience, slowBytes: SLOW, replayed: () => undefined },
    rooms: { followed: () => view },
    logger: { debug: complain, info: complain, warn: complain, error: complain, fatal: complain } as never,
  });
  hub.add(session);
  hub.enter(session, 'lobby');
  return {
    ...{ wire, hub, socket, session, log, say, slowReaders, outage, removed, complaints },
    look: () => slowReaders.look(hub.toldLately()),
    gaveUp: () => gaveUp,
  };
}

type Scene = ReturnType<typeof scene>;

const steps: Record<string, (scene: Scene) => unknown> = {
  say: ({ say }) => say(),
  flush: ({ wire }) => wire.flush(),
  look: ({ look }) => look(),
  'read one': ({ socket }) => socket.read(1),
  'read all': ({ socket }) => socket.read(),
  turn: () => turn(),
};

async function settle(room: Scene): Promise<void> {
  while (room.slowReaders.count > 0 || room.socket.buffered() > 0) {
    room.socket.read();
    await turn();
    room.wire.flush();
  }
}

describe('a client that reads slowly', () => {
  it('gets everything once and in order, whatever is said, read and looked at in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...Object.keys(steps), 'say', 'say', 'say'), { maxLength: 80 }),
        async (names) => {
          const room = scene();
          for (const name of names) await steps[name]?.(room);
          room.wire.flush();
          await settle(room);
          room.say();
          room.wire.flush();
          room.socket.read();
          expect(room.socket.heard).toEqual(room.log.map(({ position }) => position));
          expect(room.complaints).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('that closes in the middle has got the first part, once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...Object.keys(steps), 'say', 'say'), { maxLength: 60 }),
        fc.nat(60),
        async (names, when) => {
          const room = scene();
          for (const [index, name] of names.entries()) {
            if (index === when) {
              room.socket.close(disconnects.goingAway);
              room.session.closed = true;
              room.hub.remove(room.session);
            }
            await steps[name]?.(room);
          }
          room.socket.read();
          await turn();
          await turn();
          if (when < names.length) expect(room.slowReaders.count).toBe(0);
          expect(room.socket.heard).toEqual(
            room.log.slice(0, room.socket.heard.length).map(({ position }) => position),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is found, hears nothing more, and what waits for it stays as it is', async () => {
    const room = scene();
    for (let index = 0; index < 4; index += 1) room.say();
    room.wire.flush();
    room.look();
    for (let index = 0; index < 100; index += 1) room.say();
    room.wire.flush();
    expect([room.slowReaders.count, room.socket.mostBuffered]).toEqual([1, 4]);
    await settle(room);
  });

  it('is still in its room', async () => {
    const room = scene();
    for (let index = 0; index < 5; index += 1) room.say();
    room.wire.flush();
    room.look();
    expect(room.hub.inRoom('lobby').has(room.session)).toBe(true);
    await settle(room);
  });

  it('is closed with "come back" when it has not read in time', async () => {
    const room = scene({ limitMs: 1 });
    for (let index = 0; index < 5; index += 1) room.say();
    room.wire.flush();
    room.look();
    while (!room.socket.closing) await turn();
    expect([room.socket.closing, room.gaveUp()]).toEqual([disconnects.tooSlow, 1]);
  });

  it('is brought up when the log is back', async () => {
    const room = scene();
    for (let index = 0; index < 40; index += 1) room.say();
    room.wire.flush();
    room.look();
    for (let index = 0; index < 40; index += 1) room.say();
    room.outage.left = 1;
    await settle(room);
    expect(room.socket.heard).toHaveLength(80);
    expect([room.outage.left < 0, room.complaints]).toEqual([true, []]);
  });

  it('is told to come back when the log has lost what it missed, so that it hears of the gap', async () => {
    const room = scene();
    for (let index = 0; index < 5; index += 1) room.say();
    room.wire.flush();
    room.look();
    for (let index = 0; index < 20; index += 1) room.say();
    room.removed.upTo = 15;
    await settle(room);
    expect(room.socket.closing).toEqual(disconnects.tooSlow);
    expect(room.socket.heard).toEqual([1, 2, 3, 4, 5]);
  });
});
