import { jetstreamManager, type PurgeOpts } from '@nats-io/jetstream';
import { EventLogUnavailable, type Lane, type Position } from '@noroshi/event-sourcing';
import { freshLanes, noted, type Noted } from '@noroshi/event-sourcing/testing';
import { eventually } from '@noroshi/testing';
import { createEventStore } from './jetstream-event-store.js';
import { laneSubject } from './subjects.js';
import { useNats } from './testing/use-nats.js';

describe('appending over a network that fails', () => {
  const tested = useNats();
  /** What a second, healthy client sees. */
  const near = () => createEventStore<Noted>(tested().nats, tested().log);
  const far = (options = {}) => createEventStore<Noted>(tested().far, tested().log, { ackTimeoutMs: 200, ...options });
  const stored = (position: Position) => ({ stored: true, position, duplicate: false });

  /** The event is stored, its acknowledgement is lost, and the connection breaks once that has happened. */
  const loseTheAcknowledgement = async (talk: ReturnType<typeof freshLanes>['talk'], count: number) => {
    await eventually(async () => (await near().read([talk])).length >= count, { reason: 'the event is stored' });
    await tested().breakFar();
  };

  it('stores an event once whose acknowledgement was lost', async () => {
    const { talk } = freshLanes();
    tested().proxy.muteServer();
    const appending = far().append(talk, noted('once'));
    await loseTheAcknowledgement(talk, 1);
    const [only, ...others] = await near().read([talk]);
    expect(await appending).toEqual(stored(only?.position ?? 0));
    expect(others).toEqual([]);
  });

  it('does not take its own event for a conflict, when the guard is on the own lane', async () => {
    const { talk } = freshLanes();
    tested().proxy.muteServer();
    const appending = far().append(talk, noted('mine'), {
      guard: { lane: talk, position: 0 },
      idempotencyKey: 'own lane',
    });
    await loseTheAcknowledgement(talk, 1);
    const [mine] = await near().read([talk]);
    // Somebody else was next: the guard has moved further than the event itself.
    await near().append(talk, noted('theirs'));
    expect(await appending).toEqual(stored(mine?.position ?? 0));
  });

  it('does not take its own event for refused, when the fence has moved since', async () => {
    const { control, talk } = freshLanes();
    tested().proxy.muteServer();
    const appending = far().append(talk, noted('mine'), { guard: { lane: control, position: 0 } });
    await eventually(async () => (await near().read([talk])).length === 1, { reason: 'the event is stored' });
    await near().append(control, noted('moved'));
    await near().append(talk, noted('later'));
    await tested().breakFar();
    const [mine] = await near().read([talk]);
    expect(await appending).toEqual(stored(mine?.position ?? 0));
    expect(await near().read([talk])).toHaveLength(2);
  });

  it('tells a conflict as one, also after a retry', async () => {
    const { control, talk } = freshLanes();
    await near().append(talk, noted('theirs'));
    const moved = await near().append(control, noted('moved'));
    tested().proxy.muteServer();
    const appending = far().append(talk, noted('mine'), { guard: { lane: control, position: 0 } });
    const tries = new Promise((resolve) => setTimeout(resolve, 300));
    await tries;
    await tested().breakFar();
    expect(await appending).toEqual({ stored: false, actual: moved.stored ? moved.position : 0 });
    expect(await near().read([talk])).toHaveLength(1);
  });

  it('keeps the order of one sender over a broken connection', async () => {
    const { talk } = freshLanes();
    const store = far();
    tested().proxy.muteServer();
    const appending = Array.from({ length: 200 }, (_, index) => store.append(talk, noted(index)));
    await loseTheAcknowledgement(talk, 50);
    await Promise.all(appending);
    const notes = (await near().read([talk])).map(({ event }) => event.note);
    expect(notes).toEqual(Array.from({ length: 200 }, (_, index) => String(index)));
  });

  it('gives up after so many tries, and says that it does not know', async () => {
    const { talk } = freshLanes();
    tested().proxy.muteServer();
    const appending = far({ ackTimeoutMs: 50, maxTries: 3 }).append(talk, noted('unknown'));
    await expect(appending).rejects.toBeInstanceOf(EventLogUnavailable);
    await tested().breakFar();
    expect(await near().read([talk])).toHaveLength(1);
  });

  it('does not keep those waiting who stand in line behind a log that is silent', async () => {
    const { talk } = freshLanes();
    tested().proxy.muteServer();
    const store = far({ ackTimeoutMs: 50, maxTries: 3, maxInFlight: 2 });
    // One after the other, each with all its tries, they would take longer than Jest waits.
    const results = await Promise.allSettled(
      Array.from({ length: 1_000 }, (_, index) => store.append(talk, noted(index))),
    );
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    await tested().breakFar();
  });

  it('keeps no more in flight than it may, and stores all of them in order', async () => {
    const { talk } = freshLanes();
    const store = createEventStore<Noted>(tested().nats, tested().log, { maxInFlight: 3 });
    await Promise.all(Array.from({ length: 100 }, (_, index) => store.append(talk, noted(index))));
    const notes = (await store.read([talk])).map(({ event }) => event.note);
    expect(notes).toEqual(Array.from({ length: 100 }, (_, index) => String(index)));
  });

  it('refuses an event that is larger than the server takes', async () => {
    const { talk } = freshLanes();
    const store = near();
    await expect(store.append(talk, noted('x'.repeat(2_000_000)))).rejects.toThrow('max_payload');
    expect((await store.append(talk, noted('small'))).stored).toBe(true);
  });
});

describe('without a server', () => {
  const tested = useNats();

  it('is unavailable at once, and works when the server is back', async () => {
    const { server, nats, log } = tested();
    const store = createEventStore<Noted>(nats, log);
    const { talk, control } = freshLanes();
    await store.append(talk, noted('before'));
    await server.kill();
    await eventually(() => !nats.isConnected(), { reason: 'the loss is noticed' });
    const began = Date.now();
    const asked = await Promise.allSettled([
      store.append(talk, noted('lost')),
      store.read([talk, control]),
      store.readAt(1),
      store.lastPosition(talk),
    ]);
    for (const result of asked) {
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'EventLogUnavailable' } });
    }
    // What is asked of a server that does not answer is given up later.
    expect(Date.now() - began).toBeLessThan(4_000);
    await server.restart();
    await eventually(() => nats.isConnected(), { reason: 'it connects again' });
    await store.append(talk, noted('after'));
    expect((await store.read([talk])).map(({ event }) => event.note)).toEqual(['before', 'after']);
  });

  it('is unavailable when there is no such stream', async () => {
    const { nats, log } = tested();
    const store = createEventStore<Noted>(nats, { ...log, stream: 'NOWHERE' });
    const lane = { category: 'nowhere', entity: 'lobby', name: 'talk' };
    await expect(store.append(lane, noted('lost'))).rejects.toBeInstanceOf(EventLogUnavailable);
    await expect(store.read([lane])).rejects.toBeInstanceOf(EventLogUnavailable);
    await expect(store.readAt(1)).rejects.toBeInstanceOf(EventLogUnavailable);
    await expect(store.lastPosition(lane)).rejects.toBeInstanceOf(EventLogUnavailable);
  });
});

describe('a lane from which something was removed', () => {
  const tested = useNats();
  const store = () => createEventStore<Noted>(tested().nats, tested().log);
  const append = async (lane: Lane) => {
    const result = await store().append(lane, noted('x'));
    return result.stored ? result.position : 0;
  };
  const purge = async (options?: PurgeOpts) =>
    (await jetstreamManager(tested().nats.connection)).streams.purge(tested().log.stream, options);

  it('is whole only after that, and other lanes are where they have something older left', async () => {
    const [{ talk }, { talk: other }] = [freshLanes(), freshLanes()];
    const elsewhere = await append(other);
    const first = await append(talk);
    const second = await append(talk);
    const third = await append(talk);
    await purge({ filter: laneSubject(talk), seq: second + 1 });
    const starts = await Promise.all([0, first, second, third].map((after) => store().wholeAfter(talk, after)));
    expect(starts).toEqual([second, second, second, third]);
    expect(await store().wholeAfter(other, elsewhere)).toBe(elsewhere);
  });

  it('is whole nowhere before its end when nothing of it is left', async () => {
    const { talk, members } = freshLanes();
    const first = await append(talk);
    await append(talk);
    const end = await append(members);
    await purge({ filter: laneSubject(talk) });
    expect(await store().wholeAfter(talk, first)).toBe(end);
    const next = await append(talk);
    expect(await store().wholeAfter(talk, first)).toBe(next - 1);
  });

  it('is not whole before the beginning of what is left of the log', async () => {
    const { talk, control } = freshLanes();
    const before = await append(control);
    const first = await append(talk);
    const kept = await append(control);
    const last = await append(talk);
    await purge({ seq: kept });
    expect(await store().wholeAfter(control, before)).toBe(first);
    expect(await store().wholeAfter(talk, before)).toBe(kept);
    expect(await store().wholeAfter(talk, first)).toBe(first);
    await purge();
    expect(await store().wholeAfter(talk, first)).toBe(last);
    expect(await store().wholeAfter(talk, last)).toBe(last);
  });
});
