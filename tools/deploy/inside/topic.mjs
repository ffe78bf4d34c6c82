/**
 * Runs in a container: every post on the analytics topic, as `{room: [position, ...]}`, in the order of the topic and
 * without what was told again. Two different events under one id end it.
 */
import { randomUUID } from 'node:crypto';
import { eventOfRecord } from '/app/libs/domain/dist/index.js';
import { readTopic } from '/app/libs/kafka/dist/index.js';
import { kafkaAccess, readSettings } from '/app/libs/settings/dist/index.js';

/** Nobody says where a topic ends: after this long without a record, it is taken for its end. */
const QUIET_MS = 3_000;

const rooms = {};
const told = new Map();
let lastAt = Date.now() + QUIET_MS;

const take = (record) => {
  const event = eventOfRecord(record);
  const before = told.get(event.id);
  if (before !== undefined && before !== record.value) throw new Error(`two events are called ${event.id}`);
  if (before !== undefined) return;
  told.set(event.id, record.value);
  if (event.event?.type === 'MessagePosted') (rooms[event.lane.entity] ??= []).push(event.position);
};

const log = { info() {}, debug() {}, warn: (text) => process.stderr.write(`${text}\n`) };
const reader = await readTopic({
  ...{ ...kafkaAccess(readSettings(process.env)), clientId: 'check', topic: 'noroshi.events.v1', log },
  group: `check-${randomUUID()}`,
  handle: async (_partition, records) => {
    records.forEach(take);
    lastAt = Date.now();
    return undefined;
  },
});
while (Date.now() - lastAt < QUIET_MS) await new Promise((resolve) => setTimeout(resolve, 100));
await reader.close();
process.stdout.write(JSON.stringify(rooms));
process.exit(0);
