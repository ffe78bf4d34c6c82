import { EventLogUnavailable, type Position } from '@noroshi/event-sourcing';
import { collector, freshLanes, noted, type Noted } from '@noroshi/event-sourcing/testing';
import { eventually } from '@noroshi/testing';
import { createEventSource } from './event-source.js';
import { createEventStore } from './jetstream-event-store.js';
import { createLiveFeed } from './live-feed.js';
import { useNats } from './testing/use-nats.js';

const WRITERS = 20;
const CRASHES = 3;
const BETWEEN_CRASHES = 400;

describe('a server that is killed again and again while many append', () => {
  const tested = useNats();

  it('loses nothing that was acknowledged, stores nothing twice, and everybody hears all of it in order', async () => {
    const { nats, log, server } = tested();
    const store = createEventStore<Noted>(nats, log, { ackTimeoutMs: 500 });
    const { talk, control } = freshLanes();
    const heard = collector();
    const following = await createLiveFeed<Noted>(nats, log).follow({
      ...talk,
      after: { talk: 0, control: 0 },
      onEvent: heard.onEvent,
    });
    const subscription = await createEventSource<Noted>(nats, log).subscribe({
      category: 'room',
      lanes: ['talk', 'control'],
      after: 0,
    });
    const projected = collector();
    const projecting = (async () => {
      for await (const recorded of subscription) projected.onEvent(recorded);
    })();

    const acknowledged = new Map<string, Position>();
    const stop = new AbortController();
    /** Resends under the same key until it is acknowledged, as a client's outbox does. */
    const post = async (note: string) => {
      for (;;) {
        try {
          const result = await store.append(talk, noted(note), { idempotencyKey: note });
          if (!result.stored) throw new Error('an append without a guard was refused');
          acknowledged.set(note, result.position);
          return;
        } catch (cause) {
          if (!(cause instanceof EventLogUnavailable)) throw cause;
          await eventually(() => nats.isConnected(), { reason: 'it connects again' });
        }
      }
    };
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let number = 0; !stop.signal.aborted; number += 1) await post(`${writer}:${number}`);
    });
    /** Guarded by its own lane, without a key: an acknowledgement that was lost must not look like a conflict. */
    const guarded: Position[] = [];
    const guardian = (async () => {
      while (!stop.signal.aborted) {
        try {
          const guard = { lane: control, position: guarded.at(-1) ?? 0 };
          const result = await store.append(control, noted(guard.position), { guard });
          guarded.push(result.stored ? result.position : result.actual);
        } catch (cause) {
          if (!(cause instanceof EventLogUnavailable)) throw cause;
          await eventually(() => nats.isConnected(), { reason: 'it connects again' });
        }
      }
    })();

    for (let crash = 0; crash < CRASHES; crash += 1) {
      const enough = acknowledged.size + BETWEEN_CRASHES;
      await eventually(() => acknowledged.size >= enough, { reason: `${BETWEEN_CRASHES} more are acknowledged` });
      await server.kill();
      await server.restart();
    }
    const enough = acknowledged.size + BETWEEN_CRASHES;
    await eventually(() => acknowledged.size >= enough, { reason: 'the last ones are acknowledged' });
    stop.abort();
    await Promise.all([...writers, guardian]);
    await following.catchUp();

    const said = await store.read([talk]);
    expect(new Map(said.map(({ event, position }) => [event.note, position]))).toEqual(acknowledged);
    expect(said).toHaveLength(acknowledged.size);
    const controlled = await store.read([control]);
    expect(controlled.map(({ position }) => position)).toEqual([...new Set(guarded)]);
    const all = await store.read([talk, control]);
    expect(heard.events).toEqual(all);
    await eventually(() => projected.events.length >= all.length, { reason: 'the subscription has it all' });
    expect(projected.events).toEqual(all);
    following.close();
    await subscription.close();
    await projecting;
  });
});
