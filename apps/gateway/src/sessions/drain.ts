import { setTimeout as delay } from 'node:timers/promises';
import type { Hub } from '@noroshi/hub';
import { disconnects } from '@noroshi/protocol';

/** Closing everybody at once would bring everybody back at once. */
const BATCH = 200;
const BATCH_EVERY_MS = 50;

/** Sends everybody away in batches, with a code that says "come back". */
export async function drainGateway(hub: Hub): Promise<void> {
  const sessions = [...hub.sessions()];
  for (let start = 0; start < sessions.length; start += BATCH) {
    for (const session of sessions.slice(start, start + BATCH)) session.close(disconnects.goingAway);
    await delay(BATCH_EVERY_MS);
  }
}
