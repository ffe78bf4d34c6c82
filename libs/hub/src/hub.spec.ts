import { roomLane, type Actor } from '@noroshi/domain';
import type { Dialect, ServerFrame } from '@noroshi/protocol';
import type { Connection, Publisher } from './connection.js';
import type { FrameOf } from './delivery-policy.js';
import { Hub } from './hub.js';
import { Session } from './session.js';

/** Delivers what is published to whoever has subscribed, as a socket library does. */
class Wire implements Publisher {
  readonly #subscribers = new Map<string, Set<WireConnection>>();
  published = 0;

  isHolding = false;
  #held: (() => void)[] = [];

  publish(topic: string, text: string): void {
    this.published += 1;
    this.#held.push(() => this.#subscribers.get(topic)?.forEach((connection) => connection.send(text)));
    if (!this.isHolding) this.flush();
  }

  flush(): void {
    for (const deliver of this.#held.splice(0)) deliver();
  }

  subscribers(topic: string): Set<WireConnection> {
    const set = this.#subscribers.get(topic) ?? new Set();
    this.#subscribers.set(topic, set);
    return set;
  }
}

class WireConnection implements Connection {
  readonly heard: string[] = [];
  constructor(private readonly wire: Wire) {}
  send = (text: string) => void this.heard.push(text);
  sendAll = (texts: readonly string[]) => void this.heard.push(...texts);
  sendBytes = (bytes: Uint8Array, { isText }: { readonly isText: boolean }) =>
    void this.heard.push(`${isText ? 'text' : 'bytes'}:${bytes.join(' ')}`);
  buffered = () => 0;
  drained = () => Promise.resolve();
  subscribe = (topic: string) => void this.wire.subscribers(topic).add(this);
  unsubscribe = (topic: string) => void this.wire.subscribers(topic).delete(this);
  close = () => undefined;
}

const language = (name: string): Dialect<object, string> & { encoded: number } => ({
  name,
  encoded: 0,
  traits: () => ({ oneRoom: false }),
  begin: () => ({}),
  decode: () => ({ ok: false, error: { kind: 'error', code: 'invalid_frame' } }),
  encode(frame) {
    this.encoded += 1;
    return frame.kind === 'signal' ? undefined : said(name, frame);
  },
});

/** Numbers what it says on each connection, and says nothing of crowds to anybody. */
const numbering = (name: string): Dialect<{ said: number }, string> & { encoded: number } => ({
  ...language(name),
  begin: () => ({ said: 0 }),
  address: (text, frame) => (memory) => {
    if (frame.kind === 'crowd') return undefined;
    memory.said += 1;
    return `${text} #${memory.said}`;
  },
});

const said = (name: string, frame: ServerFrame): string => {
  if (frame.kind === 'crowd') return `${name}:${frame.crowd.count} people`;
  if (frame.kind === 'presence') return `${name}:${frame.change.user.id} ${frame.change.kind}`;
  return frame.kind === 'event' ? `${name}:${frame.recorded.position}` : `${name}:${frame.kind}`;
};

const ann: Actor = { id: 'ann', name: 'Ann', guest: false };
const typing: FrameOf<'dropped'> = { kind: 'typing', roomId: 'lobby', user: ann, isTyping: true, at: 0 };
const signal: FrameOf<'dropped'> = { kind: 'signal', roomId: 'lobby', from: 'c', userId: 'ann', data: 1 };
const event = (position: number): FrameOf<'replayed'> => ({
  kind: 'event',
  epoch: 'e',
  recorded: {
    event: { type: 'MemberLeft', userId: 'zoe' },
    lane: roomLane('lobby', 'members'),
    position,
    recordedAt: 0,
  },
});
const came = (id: string, kind: 'joined' | 'left' = 'joined'): FrameOf<'conflated'> => ({
  kind: 'presence',
  change: { kind, roomId: 'lobby', user: { ...ann, id }, connectionId: 'c', count: 1 },
  at: 0,
});

function gateway() {
  const wire = new Wire();
  const hub = new Hub(wire);
  let connections = 0;
  const arrive = (userId: string, dialect: Dialect) => {
    const connection = new WireConnection(wire);
    connections += 1;
    const session = new Session({
      connectionId: `c${connections}`,
      connection,
      dialect,
      traits: { oneRoom: false },
      memory: dialect.begin(new URLSearchParams()),
      connectedAt: 0,
      identity: { user: { id: userId, name: userId, guest: false } },
    });
    hub.add(session);
    return { session, heard: connection.heard };
  };
  return { wire, hub, arrive };
}

describe('the hub', () => {
  it('tells everybody in the room and nobody else', () => {
    const { hub, arrive } = gateway();
    const dialect = language('a');
    const [ann, ben, cat] = [arrive('ann', dialect), arrive('ben', dialect), arrive('cat', dialect)];
    hub.enter(ann.session, 'lobby');
    hub.enter(ben.session, 'lobby');
    hub.enter(cat.session, 'attic');
    hub.tell('lobby', typing);
    expect([ann.heard, ben.heard, cat.heard]).toEqual([['a:typing'], ['a:typing'], []]);
  });

  it('encodes once per language, however many listen', () => {
    const { wire, hub, arrive } = gateway();
    const [one, other] = [language('a'), language('b')];
    for (const dialect of [one, one, one, other]) hub.enter(arrive('ann', dialect).session, 'lobby');
    hub.tell('lobby', typing);
    expect([one.encoded, other.encoded, wire.published]).toEqual([1, 1, 2]);
  });

  it('keeps a frame from all connections of one user', () => {
    const { hub, arrive } = gateway();
    const dialect = language('a');
    const [tab, otherTab, ben] = [arrive('ann', dialect), arrive('ann', dialect), arrive('ben', dialect)];
    for (const { session } of [tab, otherTab, ben]) hub.enter(session, 'lobby');
    hub.tell('lobby', typing, 'ann');
    hub.tell('lobby', typing);
    expect([tab.heard.length, otherTab.heard.length, ben.heard.length]).toEqual([1, 1, 2]);
  });

  it('gives somebody who enters nothing that was told before', () => {
    const { hub, arrive, wire } = gateway();
    const dialect = language('a');
    const [ann, ben] = [arrive('ann', dialect), arrive('ben', dialect)];
    hub.enter(ann.session, 'lobby');
    wire.isHolding = true;
    hub.tell('lobby', typing);
    hub.enter(ben.session, 'lobby');
    expect([ann.heard, ben.heard]).toEqual([['a:typing'], []]);
  });

  it('keeps a frame from one user also while the wire holds frames back', () => {
    const { hub, arrive, wire } = gateway();
    const dialect = language('a');
    const [ann, ben] = [arrive('ann', dialect), arrive('ben', dialect)];
    for (const { session } of [ann, ben]) hub.enter(session, 'lobby');
    wire.isHolding = true;
    hub.tell('lobby', typing);
    hub.tell('lobby', typing, 'ann');
    expect([ann.heard.length, ben.heard.length]).toEqual([1, 2]);
  });

  it('publishes nothing that a language does not say', () => {
    const { wire, hub, arrive } = gateway();
    hub.enter(arrive('ann', language('a')).session, 'lobby');
    hub.tell('lobby', signal);
    expect(wire.published).toBe(0);
  });

  it('forgets a removed session everywhere', () => {
    const { hub, arrive } = gateway();
    const ann = arrive('ann', language('a'));
    hub.enter(ann.session, 'lobby');
    hub.remove(ann.session);
    hub.tell('lobby', typing);
    hub.tellUser('ann', typing);
    expect(ann.heard).toEqual([]);
    expect([hub.size, hub.inRoom('lobby').size, hub.ofUser('ann').size]).toEqual([0, 0, 0]);
  });

  it('finds a session under the user it has become', () => {
    const { hub, arrive } = gateway();
    const guest = arrive('guest-1', language('a'));
    hub.identify(guest.session, { user: { id: 'ann', name: 'Ann', guest: false } });
    expect([hub.ofUser('guest-1').size, hub.ofUser('ann').size]).toEqual([0, 1]);
  });

  it('counts an entry made twice once', () => {
    const { hub, arrive } = gateway();
    const ann = arrive('ann', language('a'));
    hub.enter(ann.session, 'lobby');
    hub.enter(ann.session, 'lobby');
    hub.leave(ann.session, 'lobby');
    hub.tell('lobby', typing);
    expect(ann.heard).toEqual([]);
  });

  it('says nothing to a closed session', () => {
    const { arrive } = gateway();
    const ann = arrive('ann', language('a'));
    ann.session.closed = true;
    ann.session.send(typing);
    expect(ann.heard).toEqual([]);
  });
});

describe('a session that does not hear a room for now', () => {
  function slow() {
    const { hub, arrive, wire } = gateway();
    const dialect = language('a');
    const [ann, ben] = [arrive('ann', dialect), arrive('ben', dialect)];
    for (const { session } of [ann, ben]) hub.enter(session, 'lobby');
    return { hub, wire, ann, ben };
  }

  it('gets what was told before, also when the wire holds it back, and nothing that is told meanwhile', () => {
    const { hub, wire, ann, ben } = slow();
    wire.isHolding = true;
    hub.tell('lobby', event(1));
    hub.pause(ann.session, 'lobby', 1);
    hub.tell('lobby', event(2));
    wire.flush();
    hub.resume(ann.session, 'lobby');
    hub.tell('lobby', event(3));
    wire.flush();
    expect([ann.heard, ben.heard]).toEqual([
      ['a:1', 'a:3'],
      ['a:1', 'a:2', 'a:3'],
    ]);
  });

  it('hears who came and went on balance when it is back, one frame per person, and not of itself', () => {
    const { hub, ann } = slow();
    hub.tell('lobby', came('gone'));
    ann.heard.length = 0;
    hub.pause(ann.session, 'lobby', 0);
    const turns = [
      came('new'),
      came('brief'),
      came('brief', 'left'),
      came('gone', 'left'),
      came('gone'),
      came('gone', 'left'),
    ];
    for (const frame of turns) hub.tell('lobby', frame);
    hub.tell('lobby', came('ann'), 'ann');
    hub.resume(ann.session, 'lobby');
    expect(ann.heard).toEqual(['a:new joined', 'a:gone left']);
  });

  it('hears of a crowd the last count, which says more than what came before it', () => {
    const { hub, ann } = slow();
    const crowd = (count: number): FrameOf<'conflated'> => ({
      kind: 'crowd',
      crowd: { kind: 'crowd', roomId: 'lobby', count, people: [] },
      at: 0,
    });
    hub.pause(ann.session, 'lobby', 0);
    for (const frame of [came('early'), crowd(3), crowd(4), came('late')]) hub.tell('lobby', frame);
    hub.resume(ann.session, 'lobby');
    expect(ann.heard).toEqual(['a:4 people', 'a:late joined']);
  });

  it('remembers no more than 500 people of a crowd', () => {
    const { hub, ann } = slow();
    hub.pause(ann.session, 'lobby', 0);
    for (let index = 0; index < 700; index += 1) hub.tell('lobby', came(`p${index}`));
    hub.resume(ann.session, 'lobby');
    expect(ann.heard).toHaveLength(500);
  });

  it('gets at once what arrives late, on a lane that was behind, unless the log has brought it', () => {
    const { hub, ann } = slow();
    const pause = hub.pause(ann.session, 'lobby', 5);
    hub.tell('lobby', event(4));
    hub.tell('lobby', event(6));
    pause.reached(9, { fromLog: true });
    hub.tell('lobby', event(8));
    pause.reached(12, { fromLog: false });
    hub.tell('lobby', event(11));
    expect(ann.heard).toEqual(['a:4', 'a:11']);
  });

  it('is not made to hear it by a frame that is kept from it', () => {
    const { hub, ann } = slow();
    hub.pause(ann.session, 'lobby', 0);
    hub.tell('lobby', typing, 'ann');
    hub.tell('lobby', event(1));
    expect(ann.heard).toEqual([]);
  });

  it('forgets about it when it leaves the room', () => {
    const { hub, ann } = slow();
    hub.pause(ann.session, 'lobby', 0);
    hub.leave(ann.session, 'lobby');
    hub.enter(ann.session, 'lobby');
    hub.resume(ann.session, 'lobby');
    hub.tell('lobby', event(1));
    expect(ann.heard).toEqual(['a:1']);
  });

  it('may come into the room this way', () => {
    const { hub, arrive } = gateway();
    const ann = arrive('ann', language('a'));
    hub.pause(ann.session, 'lobby', 0);
    expect(hub.inRoom('lobby').size).toBe(1);
    hub.tell('lobby', event(1));
    hub.resume(ann.session, 'lobby');
    hub.tell('lobby', event(2));
    expect(ann.heard).toEqual(['a:2']);
  });
});

describe('a dialect that says something else to each', () => {
  const crowd: FrameOf<'conflated'> = {
    kind: 'crowd',
    crowd: { kind: 'crowd', roomId: 'lobby', count: 3, people: [] },
    at: 0,
  };
  const scene = () => {
    const { wire, hub, arrive } = gateway();
    const dialect = numbering('n');
    const [ann, ben, cat] = [arrive('ann', dialect), arrive('ben', dialect), arrive('cat', language('a'))];
    for (const { session } of [ann, ben, cat]) hub.enter(session, 'lobby');
    return { wire, hub, dialect, ann, ben, cat };
  };

  it('is encoded once all the same, and addressed to each', () => {
    const { hub, dialect, ann, ben, cat } = scene();
    ann.session.send({ kind: 'pong', at: 0 });
    hub.tell('lobby', event(7));
    expect([ann.heard, ben.heard, cat.heard]).toEqual([['n:pong #1', 'n:7 #2'], ['n:7 #1'], ['a:7']]);
    expect(dialect.encoded).toBe(2);
  });

  it('is told like any other: in the room, and but for one user', () => {
    const { hub, ann, ben } = scene();
    hub.tell('lobby', typing, 'ann');
    hub.leave(ben.session, 'lobby');
    hub.tell('lobby', typing);
    expect([ann.heard, ben.heard]).toEqual([['n:typing #1'], ['n:typing #1']]);
  });

  it('may keep a frame from somebody', () => {
    const { hub, ann, cat } = scene();
    hub.tell('lobby', crowd);
    expect([ann.heard, cat.heard]).toEqual([[], ['a:3 people']]);
  });

  it('is numbered without a hole through a pause and a replay', () => {
    const { hub, ann } = scene();
    hub.tell('lobby', event(1));
    hub.pause(ann.session, 'lobby', 1);
    hub.tell('lobby', event(2));
    expect(ann.heard).toEqual(['n:1 #1']);
    hub.replay(ann.session, [event(2), event(3)]);
    hub.resume(ann.session, 'lobby');
    hub.tell('lobby', event(4));
    expect(ann.heard).toEqual(['n:1 #1', 'n:2 #2', 'n:3 #3', 'n:4 #4']);
  });

  it('subscribes to nothing', () => {
    const { wire, hub, ann, cat } = scene();
    hub.leave(cat.session, 'lobby');
    hub.tell('lobby', typing);
    expect([ann.heard.length, wire.published]).toEqual([1, 0]);
  });
});

describe('a replay', () => {
  it('hands over as much as is good at once', () => {
    const { hub, arrive } = gateway();
    const large: Dialect = { ...language('a'), encode: () => 'x'.repeat(50 * 1024) };
    const ann = arrive('ann', large);
    expect(hub.replay(ann.session, [event(1), event(2), event(3)])).toBe(2);
    expect(ann.heard).toHaveLength(2);
  });

  it('hands over one frame at least', () => {
    const { hub, arrive } = gateway();
    const ann = arrive('ann', { ...language('a'), encode: () => 'x'.repeat(1024 * 1024) });
    expect(hub.replay(ann.session, [event(1), event(2)])).toBe(1);
  });
});

it('those in rooms that something was told in are found once', () => {
  const { hub, arrive } = gateway();
  const [ann, ben] = [arrive('ann', language('a')), arrive('ben', language('a'))];
  hub.enter(ann.session, 'lobby');
  hub.enter(ben.session, 'attic');
  hub.tell('lobby', event(1));
  expect([...hub.toldLately()]).toEqual([ann.session]);
  expect([...hub.toldLately()]).toEqual([]);
});

it('a lagging session gets no frame that would be out of date', () => {
  const { arrive } = gateway();
  const ann = arrive('ann', language('a'));
  ann.session.lagging = true;
  ann.session.send(typing);
  ann.session.send({ kind: 'pong', at: 0 });
  expect(ann.heard).toEqual(['a:pong']);
});
