import { jetstreamManager, DiscardPolicy, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { nanos, nuid } from '@nats-io/nats-core';
import {
  deadLetterId,
  EventLogUnavailable,
  parseDeadLetterId,
  type Burial,
  type DeadLetter,
  type DeadLetterPage,
  type DeadLetterQuery,
  type DeadLetters,
} from '@noroshi/event-sourcing';
import type { Nats } from './connect.js';
import { DirectGet } from './direct-get.js';
import { headerBlock } from './header-block.js';
import { Publisher } from './publisher.js';
import type { StoredMessage } from './stored-message.js';
import { ensureStream, type StreamsOptions } from './streams.js';
import { deadLetterNames, deadLetterSubject, deadLetterSubjects } from './subjects.js';

const { stream, subjects } = deadLetterNames;

/** Two weeks: somebody has looked by then. The event itself stays in the log. */
const KEPT_MS = 14 * 86_400_000;

/**
 * The dead letters of all services, in a stream of their own. Listed and found by direct get, so a letter is there at once.
 *
 * @throws EventLogUnavailable
 */
export async function createDeadLetters(
  nats: Nats,
  { replicas = 1 }: Pick<StreamsOptions, 'replicas'> = {},
): Promise<DeadLetters> {
  await ensureStream(nats, {
    name: stream,
    subjects: [...subjects],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    max_age: nanos(KEPT_MS),
    max_msgs_per_subject: 1,
    num_replicas: replicas,
    allow_direct: true,
  });
  return new JetStreamDeadLetters(nats);
}

class JetStreamDeadLetters implements DeadLetters {
  private readonly get: DirectGet;
  private readonly publisher: Publisher;

  constructor(private readonly nats: Nats) {
    this.get = new DirectGet(nats, stream);
    this.publisher = new Publisher(nats);
  }

  async bury(burial: Burial): Promise<string> {
    await this.publisher.publish({
      subject: deadLetterSubject(burial),
      data: utf8.encode(JSON.stringify(burial)),
      headers: headerBlock([['Nats-Msg-Id', nuid.next()]]),
    });
    return deadLetterId(burial);
  }

  async find(id: string): Promise<DeadLetter | undefined> {
    const buried = parseDeadLetterId(id);
    const message = buried && (await this.get.last(deadLetterSubject(buried)));
    return message && toLetter(message);
  }

  async list({ consumer, after = '0', limit }: DeadLetterQuery): Promise<DeadLetterPage> {
    const found: StoredMessage[] = [];
    let [from, more] = [positionOf(after) + 1, true];
    // The server may send fewer than it was asked for.
    while (more && found.length < limit) {
      const batch = await this.get.batch(deadLetterSubjects(consumer), from, limit - found.length);
      found.push(...batch.messages);
      from = (found.at(-1)?.headers.position ?? from) + 1;
      more = batch.more && batch.messages.length > 0;
    }
    return { items: found.map(toLetter), ...(more ? { next: String(from - 1) } : {}) };
  }

  async remove(id: string): Promise<boolean> {
    const buried = parseDeadLetterId(id);
    if (!buried) return false;
    if (!this.nats.isConnected()) throw new EventLogUnavailable('there is no connection to the dead letters');
    try {
      const manager = await jetstreamManager(this.nats.connection, { checkAPI: false });
      return (await manager.streams.purge(stream, { filter: deadLetterSubject(buried) })).purged > 0;
    } catch (cause) {
      throw new EventLogUnavailable('the dead letters can not be reached', { cause });
    }
  }
}

/** A cursor that nobody was given begins at the beginning. */
const positionOf = (cursor: string): number => (/^\d{1,15}$/.test(cursor) ? Number(cursor) : 0);

function toLetter({ headers, data }: StoredMessage): DeadLetter {
  const burial = JSON.parse(new TextDecoder().decode(data)) as Burial;
  return { ...burial, id: deadLetterId(burial), buriedAt: headers.recordedAt };
}

const utf8 = new TextEncoder();
