/** Forked: a bare produce loop with the client, the batch and the records of the relay; the client as it is mended there, or as it comes. */
import kafkajs from 'kafkajs';
import { eventNumber, recordOf } from './records.js';

const [brokers = '', topic = '', count = '', batch = '', mended = ''] = process.argv.slice(2);
const mends = new URL('../../../libs/kafka/dist/index.js', import.meta.url);
if (mended === 'mended') await import(mends.href);

const size = Number(batch);

const producer = new kafkajs.Kafka({
  ...{ brokers: brokers.split(','), clientId: 'bare', logLevel: kafkajs.logLevel.NOTHING },
}).producer({ idempotent: true, maxInFlightRequests: 1, createPartitioner: kafkajs.Partitioners.DefaultPartitioner });

// Made beforehand: what is measured is the client alone.
const messages = Array.from({ length: Number(count) }, (_, index) => recordOf(eventNumber(index), index + 1));

await producer.connect();
for (let sent = 0; sent < messages.length; sent += size)
  await producer.send({ topic, acks: -1, messages: messages.slice(sent, sent + size) });
await producer.disconnect();
process.disconnect();
