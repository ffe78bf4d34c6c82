import type { Dialect, ServerFrame } from '@noroshi/protocol';
import type { Connection, Publisher } from './connection.js';
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
  drained = () => Promise.resolve();
  subscribe = (topic: string) => void this.wire.subscribers(topic).add(this);
  unsubscribe = (topic: string) => void this.wire.subscribers(topic).delete(this);
  close = () => undefined;
}

const language = (name: string): Dialect & { encoded: number } => ({
  name,
  encoded: 0,
  traits: () => ({ oneRoom: false }),
  decode: () => ({ ok: false, error: { kind: 'error', code: 'invalid_frame' } }),
  encode(frame) {
    this.encoded += 1;
    return frame.kind === 'members' ? undefined : `${name}:${frame.kind}`;
  },
});

const pong: ServerFrame = { kind: 'pong', at: 0 };

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
    hub.tell('lobby', pong);
    expect([ann.heard, ben.heard, cat.heard]).toEqual([['a:pong'], ['a:pong'], []]);
  });

  it('encodes once per language, however many listen', () => {
    const { wire, hub, arrive } = gateway();
    const [one, other] = [language('a'), language('b')];
    for (const dialect of [one, one, one, other]) hub.enter(arrive('ann', dialect).session, 'lobby');
    hub.tell('lobby', pong);
    expect([one.encoded, other.encoded, wire.published]).toEqual([1, 1, 2]);
  });

  it('keeps a frame from all connections of one user', () => {
    const { hub, arrive } = gateway();
    const dialect = language('a');
    const [tab, otherTab, ben] = [arrive('ann', dialect), arrive('ann', dialect), arrive('ben', dialect)];
    for (const { session } of [tab, otherTab, ben]) hub.enter(session, 'lobby');
    hub.tell('lobby', pong, 'ann');
    hub.tell('lobby', pong);
    expect([tab.heard.length, otherTab.heard.length, ben.heard.length]).toEqual([1, 1, 2]);
  });

  it('gives somebody who enters nothing that was told before', () => {
    const { hub, arrive, wire } = gateway();
    const dialect = language('a');
    const [ann, ben] = [arrive('ann', dialect), arrive('ben', dialect)];
    hub.enter(ann.session, 'lobby');
    wire.isHolding = true;
    hub.tell('lobby', pong);
    hub.enter(ben.session, 'lobby');
    expect([ann.heard, ben.heard]).toEqual([['a:pong'], []]);
  });

  it('keeps a frame from one user also while the wire holds frames back', () => {
    const { hub, arrive, wire } = gateway();
    const dialect = language('a');
    const [ann, ben] = [arrive('ann', dialect), arrive('ben', dialect)];
    for (const { session } of [ann, ben]) hub.enter(session, 'lobby');
    wire.isHolding = true;
    hub.tell('lobby', pong);
    hub.tell('lobby', pong, 'ann');
    expect([ann.heard.length, ben.heard.length]).toEqual([1, 2]);
  });

  it('publishes nothing that a language does not say', () => {
    const { wire, hub, arrive } = gateway();
    hub.enter(arrive('ann', language('a')).session, 'lobby');
    hub.tell('lobby', { kind: 'members', roomId: 'lobby', members: [], count: 0, present: 0 });
    expect(wire.published).toBe(0);
  });

  it('forgets a removed session everywhere', () => {
    const { hub, arrive } = gateway();
    const ann = arrive('ann', language('a'));
    hub.enter(ann.session, 'lobby');
    hub.remove(ann.session);
    hub.tell('lobby', pong);
    hub.tellUser('ann', pong);
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
    hub.tell('lobby', pong);
    expect(ann.heard).toEqual([]);
  });

  it('says nothing to a closed session', () => {
    const { arrive } = gateway();
    const ann = arrive('ann', language('a'));
    ann.session.closed = true;
    ann.session.send(pong);
    expect(ann.heard).toEqual([]);
  });
});
