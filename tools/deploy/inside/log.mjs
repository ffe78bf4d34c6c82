/** Runs in a container: every post in the log, as `{room: [position, ...]}`. */
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

const nats = await connect({ servers: process.env.NATS_URL.split(',') });
const consumer = await jetstream(nats).consumers.get('ROOMS', { filter_subjects: ['room.*.talk'] });
const rooms = {};
const { num_pending: toRead } = await consumer.info();
if (toRead > 0) {
  for await (const message of await consumer.consume()) {
    const [, room] = message.subject.split('.');
    if (message.json().type === 'MessagePosted') (rooms[room] ??= []).push(message.seq);
    if (message.info.pending === 0) break;
  }
}
await nats.close();
process.stdout.write(JSON.stringify(rooms));
process.exit(0);
