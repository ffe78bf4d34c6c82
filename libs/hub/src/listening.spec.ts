import { roomLane } from '@noroshi/domain';
import { textOf, type Dialect } from '@noroshi/protocol';
import type { Connection, Publisher } from './connection.js';
import type { FrameOf } from './delivery-policy.js';
import { Hub } from './hub.js';
import { Session } from './session.js';

/** Delivers what is published to whoever has subscribed, when it is flushed. */
class Wire implements Publisher {
  readonly subscribers = new Map<string, Set<Connection>>();
  #held: (() => void)[] = [];

  publish(topic: string, text: string): void {
    this.#held.push(() => this.subscribers.get(topic)?.forEach((connection) => connection.send(text)));
  }

  flush(): void {
    for (const deliver of this.#held.splice(0)) deliver();
  }
}

const language = (name: string, isAddressed = false): Dialect & { encoded: number } => ({
  name,
  encoded: 0,
  traits: () => ({ oneRoom: false }),
  begin: () => ({}),
  decode: () => ({ ok: false, error: { kind: 'error', code: 'invalid_frame' } }),
  encode(frame) {
    this.encoded += 1;
    if (frame.kind === 'event') return String(frame.recorded.position);
    return frame.kind === 'presence' ? `${frame.change.user.id} came` : frame.kind;
  },
  ...(isAddressed ? { address: (text: string) => () => `to you: ${text}` } : {}),
});

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
const person = (id: string) => ({ id, name: id, guest: false });
const came = (id: string): FrameOf<'conflated'> => ({
  kind: 'presence',
  change: { kind: 'joined', roomId: 'lobby', user: person(id), connectionId: 'c', count: 1 },
  at: 0,
});
const typing: FrameOf<'dropped'> = { kind: 'typing', roomId: 'lobby', user: person('ann'), isTyping: true, at: 0 };

function gateway() {
  const wire = new Wire();
  const hub = new Hub(wire);
  const arrive = (userId: string, dialect: Dialect) => {
    const heard: string[] = [];
    const connection: Connection = {
      send: (said) => void heard.push(textOf(said)),
      sendAll: (said) => void heard.push(...said.map(textOf)),
      sendBytes: () => undefined,
      buffered: () => 0,
      drained: () => Promise.resolve(),
      subscribe: (topic) =>
        void wire.subscribers.set(topic, (wire.subscribers.get(topic) ?? new Set()).add(connection)),
      unsubscribe: (topic) => void wire.subscribers.get(topic)?.delete(connection),
      close: () => undefined,
    };
    const session = new Session({
      ...{ connectionId: userId, connection, dialect, traits: { oneRoom: false }, memory: {}, connectedAt: 0 },
      identity: { user: person(userId) },
    });
    hub.add(session);
    return { session, heard };
  };
  const tell = (...frames: readonly Parameters<Hub['tell']>[1][]) => {
    for (const frame of frames) hub.tell('lobby', frame);
    wire.flush();
  };
  return { hub, arrive, tell };
}

describe.each([
  ['a language in which all are told the same', false, (text: string) => text],
  ['a language that says something else to each', true, (text: string) => `to you: ${text}`],
])('a session that only listens to a room, in %s', (_, isAddressed, said) => {
  const scene = () => {
    const { hub, arrive, tell } = gateway();
    const dialect = language('a', isAddressed);
    const [ann, ben] = [arrive('ann', dialect), arrive('ben', dialect)];
    return { hub, tell, dialect, ann, ben };
  };

  it('hears everything but who comes and goes', () => {
    const { hub, tell, ann, ben } = scene();
    hub.enter(ann.session, 'lobby');
    hub.listen(ben.session, 'lobby');
    tell(event(1), came('zoe'), typing);
    expect(ann.heard).toEqual(['1', 'zoe came', 'typing'].map(said));
    expect(ben.heard).toEqual(['1', 'typing'].map(said));
  });

  it('is in the room, and not counted present', () => {
    const { hub, ann, ben } = scene();
    hub.enter(ann.session, 'lobby');
    hub.listen(ben.session, 'lobby');
    expect([hub.inRoom('lobby').size, hub.presentIn('lobby')]).toEqual([2, 1]);
  });

  it('is present once it enters, and listens again once it is asked to, missing and repeating nothing', () => {
    const { hub, tell, ann } = scene();
    hub.listen(ann.session, 'lobby');
    hub.tell('lobby', event(1));
    hub.enter(ann.session, 'lobby');
    hub.tell('lobby', event(2));
    hub.tell('lobby', came('zoe'));
    hub.listen(ann.session, 'lobby');
    tell(event(3), came('zed'));
    expect(ann.heard).toEqual(['1', '2', 'zoe came', '3'].map(said));
  });

  it('hears nothing more once it has left', () => {
    const { hub, tell, ann } = scene();
    hub.listen(ann.session, 'lobby');
    hub.leave(ann.session, 'lobby');
    tell(event(1));
    expect([ann.heard, hub.inRoom('lobby').size]).toEqual([[], 0]);
    hub.enter(ann.session, 'lobby');
    tell(came('zoe'));
    expect(ann.heard).toEqual([said('zoe came')]);
  });

  it('may come in without hearing yet, and does not hear who came meanwhile either', () => {
    const { hub, tell, ann } = scene();
    hub.listenLater(ann.session, 'lobby', 0);
    tell(event(1), came('zoe'));
    hub.resume(ann.session, 'lobby');
    tell(event(2), came('zed'));
    expect(ann.heard).toEqual([said('2')]);
  });

  it('that enters while it does not hear the room for now, hears it as one who is present later', () => {
    const { hub, tell, ann } = scene();
    hub.listenLater(ann.session, 'lobby', 0);
    hub.enter(ann.session, 'lobby');
    tell(event(1), came('zoe'));
    hub.resume(ann.session, 'lobby');
    tell(came('zed'));
    expect(ann.heard).toEqual(['zoe came', 'zed came'].map(said));
  });

  it('costs no encoding more', () => {
    const { hub, tell, dialect, ann, ben } = scene();
    hub.enter(ann.session, 'lobby');
    hub.listen(ben.session, 'lobby');
    tell(event(1), typing);
    expect(dialect.encoded).toBe(2);
  });

  it('is left out of a frame that is kept from its user', () => {
    const { hub, tell, ann, ben } = scene();
    hub.listen(ann.session, 'lobby');
    hub.listen(ben.session, 'lobby');
    hub.tell('lobby', typing, 'ann');
    tell(event(1));
    expect([ann.heard, ben.heard]).toEqual([['1'].map(said), ['typing', '1'].map(said)]);
  });
});
