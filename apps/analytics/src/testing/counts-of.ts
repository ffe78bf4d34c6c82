import type { RecordedEvent } from '@noroshi/event-sourcing';
import type { Told } from './talk.js';

/** What a consumer of the topic should have counted when it has read these, as the example consumers say it. */
export function countsOf(log: readonly RecordedEvent<Told['event']>[]) {
  const posts = log.flatMap(({ lane, event, recordedAt }) =>
    event.type === 'MessagePosted' ? [{ room: lane.entity, author: JSON.stringify(event.by), recordedAt }] : [],
  );
  const rooms = distinct(log.filter(({ lane }) => lane.category === 'room').map(({ lane }) => lane.entity));
  return {
    events: log.length,
    rooms: rooms.length,
    messages: posts.length,
    people: distinct(posts.map(({ author }) => author)).length,
    types: tally(log.map(({ lane, event }) => `noroshi.${lane.category}.${event.type}.v1`)),
    perRoom: Object.fromEntries(
      rooms.map((id) => {
        const said = posts.filter(({ room }) => room === id);
        return [id, { messages: said.length, people: distinct(said.map(({ author }) => author)).length }];
      }),
    ),
    perMinute: tally(posts.map(({ recordedAt }) => `${new Date(recordedAt).toISOString().slice(0, 16)}Z`)),
  };
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

const tally = (texts: readonly string[]): Record<string, number> =>
  Object.fromEntries(distinct(texts).map((text) => [text, texts.filter((each) => each === text).length]));
