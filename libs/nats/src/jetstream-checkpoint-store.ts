import { nuid } from '@nats-io/nats-core';
import { EventLogUnavailable, type CheckpointStore, type Position } from '@noroshi/event-sourcing';
import type { Nats } from './connect.js';
import { DirectGet } from './direct-get.js';
import { headerBlock } from './header-block.js';
import { Publisher } from './publisher.js';
import { fenceHeaders } from './stored-message.js';
import type { EventLog } from './streams.js';
import { checkpointSubject } from './subjects.js';

interface Kept {
  readonly checkpoint: Position;
  /** Where the stream keeps it: what the next one must follow on. */
  readonly position: Position;
}

/** Somebody else saves the same checkpoint at the same time: each conflict means that theirs went forward. */
const MAX_TRIES = 16;

/** Checkpoints as the last message of one subject each. Every method throws EventLogUnavailable. */
export function createCheckpointStore(nats: Nats, log: EventLog): CheckpointStore {
  const get = new DirectGet(nats, log.stream);
  const publisher = new Publisher(nats);
  const find = async (name: string): Promise<Kept> => {
    const message = await get.last(checkpointSubject(name));
    if (!message) return { checkpoint: 0, position: 0 };
    return { checkpoint: Number(new TextDecoder().decode(message.data)), position: message.headers.position };
  };
  const follow = async (name: string, checkpoint: Position, { position }: Kept): Promise<boolean> => {
    const { ack } = await publisher.publish({
      subject: checkpointSubject(name),
      data: new TextEncoder().encode(JSON.stringify(checkpoint)),
      headers: headerBlock([
        ['Nats-Msg-Id', nuid.next()],
        [fenceHeaders.position, String(position)],
      ]),
    });
    return ack.kind === 'stored';
  };
  const move = async (name: string, checkpoint: Position, isDone: (kept: Kept) => boolean): Promise<void> => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const kept = await find(name);
      if (isDone(kept) || (await follow(name, checkpoint, kept))) return;
    }
    throw new EventLogUnavailable(`the checkpoint ${name} could not be saved ${MAX_TRIES} times`);
  };
  return {
    load: async (name) => (await find(name)).checkpoint,
    save: (name, position) => move(name, position, ({ checkpoint }) => checkpoint >= position),
    reset: (name) => move(name, 0, ({ checkpoint }) => checkpoint === 0),
  };
}
