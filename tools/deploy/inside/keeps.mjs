/** Runs in a container: `node keeps.mjs` counts the marks in MongoDB; with MARK=1 it makes one first. */
import { MongoClient } from 'mongodb';

const client = await MongoClient.connect(process.env.MONGO_URL);
const marks = client.db().collection('deploy_check');
if (process.env.MARK) await marks.insertOne({ at: new Date() }, { writeConcern: { w: 'majority', journal: true } });
process.stdout.write(String(await marks.countDocuments()));
await client.close();
