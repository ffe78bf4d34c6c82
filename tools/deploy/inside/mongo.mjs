/** Runs in a container: every message in MongoDB, as `{room: [position, ...]}`, in the order of the log. */
import { MongoClient } from 'mongodb';

const client = await MongoClient.connect(process.env.MONGO_URL);
const rooms = {};
const messages = client
  .db()
  .collection('messages')
  .find({}, { projection: { roomId: 1, position: 1 } });
for await (const { roomId, position } of messages) (rooms[roomId] ??= []).push(position);
for (const positions of Object.values(rooms)) positions.sort((a, b) => a - b);
await client.close();
process.stdout.write(JSON.stringify(rooms));
