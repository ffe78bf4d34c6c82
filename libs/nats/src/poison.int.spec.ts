import { isUndecodable, type Event, type RecordedEvent } from '@noroshi/event-sourcing';
import { freshLanes, noted, type Noted } from '@noroshi/event-sourcing/testing';
import { eventually } from '@noroshi/testing';
import { createEventSource } from './event-source.js';
import { createEventStore } from './jetstream-event-store.js';
import { createLiveFeed } from './live-feed.js';
import { laneSubject } from './subjects.js';
import { useNats } from './testing/use-nats.js';

const shown = ({ event }: RecordedEvent): string => (isUndecodable(event) ? event.reason : (event as Noted).note);

describe('a message that is no event', () => {
  const tested = useNats();

  it('has its place in the order for everybody who reads, and stops nobody', async () => {
    const { nats, log } = tested();
    const { talk } = freshLanes();
    const store = createEventStore<Event>(nats, log);
    const live: RecordedEvent[] = [];
    const following = await createLiveFeed<Event>(nats, log).follow({
      ...talk,
      after: { talk: 0 },
      onEvent: (recorded) => void live.push(recorded),
    });
    await store.append(talk, noted('before'));
    nats.connection.publish(laneSubject(talk), 'no event');
    nats.connection.publish(laneSubject(talk), '{"type":"MessagePosted"}');
    nats.connection.publish('room.=zz.talk', '{"type":"RoomArchived"}');
    await nats.connection.flush();
    const after = await store.append(talk, noted('after'));
    if (!after.stored) throw new Error('not stored');
    const mine = ['before', 'the message is not JSON', 'the message is a MessagePosted without a valid by', 'after'];

    expect((await store.read([talk])).map(shown)).toEqual(mine);
    await eventually(() => live.length === mine.length, { reason: 'the live feed has it all' });
    expect(live.map(shown)).toEqual(mine);
    expect((await store.readAt(after.position - 1))?.lane.entity).toBe('\u0000=zz');

    const late: RecordedEvent[] = [];
    const again = await createLiveFeed<Event>(nats, log).follow({
      ...talk,
      after: { talk: 0 },
      onEvent: (recorded) => void late.push(recorded),
    });
    expect(late.map(shown)).toEqual(mine);

    const subscribed: RecordedEvent[] = [];
    const subscription = await createEventSource<Event>(nats, log).subscribe({
      category: 'room',
      lanes: ['talk'],
      after: 0,
    });
    for await (const recorded of subscription) {
      subscribed.push(recorded);
      if (recorded.position === after.position) await subscription.close();
    }
    expect(subscribed.map(shown)).toEqual([...mine.slice(0, 3), 'no lane has the subject room.=zz.talk', 'after']);
    following.close();
    again.close();
  });
});
