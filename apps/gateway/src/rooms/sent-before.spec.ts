import { fingerprintOf, roomLane, sameAuthor, type Author, type RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import fc from 'fast-check';
import { RecentTalk } from './recent-talk.js';
import { SentBefore } from './sent-before.js';
import { unknown } from './sent-records.js';

type Stored = RecordedEvent<RoomEvent>;

const user = { id: 'bob', name: 'Bob', guest: false };
const guest = { id: 'bob', name: 'Bob', guest: true };
const people = [user, guest, { id: 'eve', name: 'Eve', guest: false }] as const;

const said = (position: number, by: (typeof people)[number], clientMessageId: string): Stored => ({
  event: { type: 'MessagePosted', by, content: clientMessageId, messageType: 'text', clientMessageId },
  lane: roomLane('lobby', 'talk'),
  position,
  recordedAt: 1000 + position,
});

const isOf = (by: Author, id: string) => (stored: Stored) =>
  stored.event.type === 'MessagePosted' && sameAuthor(stored.event.by, by) && stored.event.clientMessageId === id;

/** A room's talk, and who can tell of it. */
function scene(log: Stored[] = []) {
  const asked: string[] = [];
  const away = { is: false };
  const tail: Stored[] = [];
  const idsOf = (by: Author) =>
    log.flatMap(({ event }) =>
      event.type === 'MessagePosted' && sameAuthor(event.by, by) ? [event.clientMessageId ?? ''] : [],
    );
  const records: ConstructorParameters<typeof SentBefore>[0]['records'] = {
    sent: (_, by) => {
      asked.push('sent');
      if (away.is) return Promise.resolve(unknown);
      return Promise.resolve({ many: false, fingerprints: idsOf(by).map(fingerprintOf) });
    },
    sentAs: (_, by, id) => {
      asked.push('sentAs');
      const found = log.find(isOf(by, id));
      if (away.is) return Promise.resolve(unknown);
      return Promise.resolve(found && { position: found.position, recordedAt: found.recordedAt });
    },
  };
  const recent = new RecentTalk(() => Promise.resolve([...log]));
  const sent = new SentBefore({ roomId: 'lobby', records, tail: () => tail, recent });
  return { log, asked, away, tail, sent, records };
}

describe('what somebody sent before', () => {
  it('is found, however long ago, as what it was first stored as', async () => {
    const { sent } = scene([said(3, user, 'c1'), said(9, user, 'c1')]);
    expect(await sent.first(user, 'c1')).toEqual({ position: 3, recordedAt: 1003 });
    expect(await sent.first(user, 'c2')).toBeUndefined();
  });

  it('is not what a guest of the same id sent', async () => {
    const { sent } = scene([said(3, guest, 'c1')]);
    expect(await sent.first(user, 'c1')).toBeUndefined();
    expect(await sent.first(guest, 'c1')).toMatchObject({ position: 3 });
  });

  it('is asked for once: after that, posts with fresh ids wait for nothing', async () => {
    const { sent, asked } = scene([said(3, user, 'c1')]);
    await Promise.all([sent.first(user, 'c2'), sent.first(user, 'c3')]);
    expect(asked).toEqual(['sent']);
    expect(sent.first(user, 'c4')).toBeUndefined();
    expect(asked).toEqual(['sent']);
  });

  it('is not asked for of those who use no ids', () => {
    const { sent, asked } = scene([said(3, user, 'c1')]);
    expect(sent.first(user, undefined)).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('is known at once when the room has heard it', async () => {
    const { sent, tail, asked } = scene();
    await sent.first(user, 'c1');
    const heard = said(5, user, 'c1');
    tail.push(heard);
    sent.hear(heard);
    expect(await sent.first(user, 'c1')).toEqual({ position: 5, recordedAt: 1005 });
    expect(asked).toEqual(['sent']);
  });

  it('is the first one, also when the room has heard a copy of it since', async () => {
    const { sent, tail } = scene([said(3, user, 'c1')]);
    await sent.first(user, 'c2');
    const copy = said(8, user, 'c1');
    tail.push(copy);
    sent.hear(copy);
    expect(await sent.first(user, 'c1')).toMatchObject({ position: 3 });
  });

  it('is asked for again after the live feed was interrupted, also in the middle of asking', async () => {
    const { sent, asked, log } = scene();
    await sent.first(user, 'c1');
    log.push(said(7, user, 'missed'));
    sent.interrupted();
    const asking = sent.first(user, 'missed');
    sent.interrupted();
    expect(await asking).toMatchObject({ position: 7 });
    await sent.first(user, 'c3');
    expect(asked.filter((what) => what === 'sent')).toHaveLength(3);
  });

  it('is asked for again of somebody who was silent for long', async () => {
    const { sent, asked } = scene();
    await sent.first(user, 'c1');
    sent.sweep(Date.now());
    await sent.first(user, 'c2');
    expect(asked).toEqual(['sent']);
    sent.sweep(Date.now() + 3_600_000);
    await sent.first(user, 'c3');
    expect(asked).toEqual(['sent', 'sent']);
  });

  it('is looked up id by id when it is too much to hold', async () => {
    const { log, tail, records } = scene([said(3, user, 'c1')]);
    const many = { ...records, sent: () => Promise.resolve({ many: true } as const) };
    const recent = new RecentTalk(() => Promise.resolve([...log]));
    const sent = new SentBefore({ roomId: 'lobby', records: many, tail: () => tail, recent });
    expect(await sent.first(user, 'c1')).toMatchObject({ position: 3 });
    expect(await sent.first(user, 'c2')).toBeUndefined();
  });

  it('is looked for at the end of the room while nobody can be asked, and asked for once somebody can', async () => {
    const { sent, away, asked } = scene([said(3, user, 'c1')]);
    away.is = true;
    expect(await sent.first(user, 'c1')).toEqual({ position: 3, recordedAt: 1003 });
    expect(await sent.first(user, 'c2')).toBeUndefined();
    away.is = false;
    asked.splice(0);
    expect(await sent.first(user, 'c2')).toBeUndefined();
    expect(asked).toEqual(['sent']);
  });

  it('does not let one post of a sender overtake another', async () => {
    const { sent } = scene([said(3, user, 'c1')]);
    const order: string[] = [];
    const ids = ['c1', 'c2', undefined, 'c3', 'c1', undefined];
    await Promise.all(
      ids.map((id, index) => Promise.resolve(sent.first(user, id)).then(() => order.push(`${index} ${id}`))),
    );
    expect(order).toEqual(ids.map((id, index) => `${index} ${id}`));
  });

  it('is told together with what else a post needs, and is the first one whatever that is', async () => {
    const { sent } = scene([said(3, user, 'c1')]);
    expect(await sent.firstBesides(user, 'c1', Promise.resolve('gone'))).toEqual([
      { position: 3, recordedAt: 1003 },
      'gone',
    ]);
    expect(await sent.firstBesides(user, undefined, Promise.resolve('there'))).toEqual([undefined, 'there']);
  });

  it('keeps later posts of the sender behind one that needs more, with ids and without, and nobody else', async () => {
    const { sent } = scene();
    await sent.first(user, 'c1');
    let resolve: (text: string) => void = () => undefined;
    const slow = new Promise<string>((done) => (resolve = done));
    const order: string[] = [];
    const note = (what: string) => () => order.push(what);
    const all = [
      sent.firstBesides(user, 'c2', slow).then(note('first')),
      Promise.resolve(sent.first(user, 'c3')).then(note('second')),
      Promise.resolve(sent.first(user, undefined)).then(note('third')),
    ];
    expect(sent.first(guest, undefined)).toBeUndefined();
    expect(await sent.first(people[2], 'c1')).toBeUndefined();
    expect(order).toEqual([]);
    resolve('there');
    await Promise.all(all);
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('goes on after what else a post needs could not be had', async () => {
    const { sent } = scene();
    const failed = sent.firstBesides(user, 'c1', Promise.reject(new Error('away')));
    const next = Promise.resolve(sent.first(user, 'c2'));
    await expect(failed).rejects.toThrow('away');
    expect(await next).toBeUndefined();
  });

  it('is stored once, on whichever gateway it is sent again, however late each of them hears of it', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('post'), at: fc.nat(1), who: fc.nat(2), id: fc.nat(5) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('hear'), at: fc.nat(1), count: fc.nat(4) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('break'), at: fc.nat(1) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { log, gateways, post } = twoGateways();
        for (const now of steps) {
          const gateway = gateways[now.at];
          if ('count' in now) gateway?.hear(gateway.heard() + now.count);
          else if ('id' in now) await post(now.at, people[now.who] ?? user, `c${now.id}`);
          else gateway?.lose();
        }
        const keys = log.map(({ event }) => JSON.stringify(event));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});

/** Of the log: as JetStream remembers ids for a time only. */
const WINDOW = 4;

/** Two gateways on one log, that hear of what is stored late; nobody is as late as the window is long. */
function twoGateways() {
  const log: Stored[] = [];
  const gateways = [scene(log), scene(log)].map(({ sent, tail }) => {
    let heard = 0;
    const hear = (upTo: number) => {
      for (const next of log.slice(heard, Math.max(heard, upTo))) {
        heard = next.position;
        tail.splice(0, tail.length - 2);
        tail.push(next);
        sent.hear(next);
      }
    };
    const lose = () => {
      heard = log.length;
      sent.interrupted();
    };
    return { sent, hear, lose, heard: () => heard };
  });
  const post = async (at: number, by: (typeof people)[number], id: string) => {
    const first = await gateways[at]?.sent.first(by, id);
    expect(first?.position).toBe(first && log.find(isOf(by, id))?.position);
    if (!first && !log.slice(-WINDOW).some(isOf(by, id))) log.push(said(log.length + 1, by, id));
    for (const { hear } of gateways) hear(log.length - WINDOW + 1);
  };
  return { log, gateways, post };
}
