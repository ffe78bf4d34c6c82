/** Runs in a container: every message in MongoDB, as `{room: [position, ...]}`, in the order of the log. */
import { MongoClient } from 'mongodb';

const client = await MongoClient.connect(process.env.MONGO_URL);
const rooms = {};
// Which collection answers: a rebuild makes another.
const { edition } = await client.db().collection('read_models').findOne({ _id: 'message-history' });
const messages = client
  .db()
  .collection(edition)
  .find({}, { projection: { roomId: 1, position: 1 } });
for await (const { roomId, position } of messages) (rooms[roomId] ??= []).push(position);
for (const positions of Object.values(rooms)) positions.sort((a, b) => a - b);
await client.close();
process.stdout.write(JSON.stringify(rooms));
