import {
  EventLogUnavailable,
  type Event,
  type FollowOptions,
  type LiveFeed,
  type Position,
} from '@noroshi/event-sourcing';
import type { Nats } from './connect.js';
import { LiveFollowing, type FeedSource } from './live-following.js';
import { LogReader } from './log-reader.js';
import { onMessage } from './on-message.js';
import { Signal } from './signal.js';
import { Slots } from './slots.js';
import type { EventLog } from './streams.js';

/** Entities that are read from the log at a time, when all of them have to be after a reconnect. */
const CONCURRENT_READS = 32;

/**
 * The live feed of one stream: the republished subjects, with what the transport lost read from the log.
 *
 * In a cluster a leader may store an event and end before it republishes it, and nobody is disconnected: when another one is
 * elected everything is read again.
 *
 * Within a lane in order whatever the transport does. Over lanes in the order of storing; only a loss on one lane that
 * shows neither in that lane's next event, nor in a fence, nor in a disconnect is delivered after later events of others.
 */
export function createLiveFeed<E extends Event>(nats: Nats, log: EventLog): LiveFeed<E> {
  const reader = new LogReader<E>(nats, log);
  const doubts = new Signal();
  nats.onDisconnect(() => doubts.tell());
  if (log.replicas > 1) onElection(nats, log, () => doubts.tell());
  const source: FeedSource<E> = { nats, log, reader, reads: new Slots(CONCURRENT_READS), doubts };
  return {
    follow: async (options) => {
      const following = new LiveFollowing<E>(source, options);
      try {
        await subscribed(nats);
        await following.start(await startingPositions(reader, options));
        return following;
      } catch (cause) {
        following.close();
        throw cause;
      }
    },
  };
}

/** Told by the new leader itself, as soon as it leads. */
function onElection({ connection }: Nats, { stream }: EventLog, tell: () => void): void {
  connection.subscribe(`$JS.EVENT.ADVISORY.STREAM.LEADER_ELECTED.${stream}`, { callback: onMessage(tell) });
}

/** A server that hangs would otherwise be waited for until its connection is given up. */
const ANSWER_MS = 5_000;

/** The server has the subscription: what is stored from now on is heard, so what is read from now on leaves no hole. */
async function subscribed(nats: Nats): Promise<void> {
  if (!nats.isConnected()) throw new EventLogUnavailable('there is no connection to the event log');
  if (!(await nats.answers(ANSWER_MS))) throw new EventLogUnavailable('the event log does not answer');
}

async function startingPositions<E extends Event>(
  reader: LogReader<E>,
  { category, entity, after }: FollowOptions<E>,
): Promise<ReadonlyMap<string, Position>> {
  const positions = Object.entries(after).map(async ([name, position]): Promise<[string, Position]> => [
    name,
    position === 'latest' ? await reader.lastPosition({ category, entity, name }) : position,
  ]);
  return new Map(await Promise.all(positions));
}
