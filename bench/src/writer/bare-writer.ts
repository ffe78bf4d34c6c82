/** Forked: a bare insertMany loop with the driver, the batch, the indexes and the documents of the messages service. */
import { MongoClient, type Document } from 'mongodb';

const [url = '', database = '', from = '', to = '', count = '', batch = ''] = process.argv.slice(2);
const size = Number(batch);

const client = new MongoClient(url, { writeConcern: { w: 'majority', journal: true } });
const db = client.db(database);
const indexes = (await db.collection(from).indexes()).filter(({ name }) => name !== '_id_');
await db.collection(to).createIndexes(indexes.map(({ v: _v, ns: _ns, ...index }) => index as never));
const samples = await db
  .collection(from)
  .find({}, { limit: size, projection: { _id: 0 } })
  .toArray();
const before = await db.collection(to).estimatedDocumentCount();

// Made beforehand: what is measured is the driver and the server alone.
const documents = Array.from({ length: Number(count) }, (_, index): Document => {
  const [sample, position] = [samples[index % samples.length], before + index + 1];
  const sent = sample?.['sent'] as Document | undefined;
  return { ...sample, position, applied: position, sent: { ...sent, id: `message-${position}` } };
});
process.send?.({ type: 'ready' });
for (let sent = 0; sent < documents.length; sent += size)
  await db.collection(to).insertMany(documents.slice(sent, sent + size), { ordered: false });
await client.close();
process.disconnect();
