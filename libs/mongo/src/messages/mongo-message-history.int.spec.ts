import { messageHistoryContract, messageSearchContract } from '@noroshi/domain/testing';
import { whyNoMongo } from '@noroshi/testing';
import { useMongo } from '../testing/use-mongo.js';
import { MongoMessageHistory } from './mongo-message-history.js';

const describeMongo = whyNoMongo === undefined ? describe : describe.skip;

describeMongo('MongoMessageHistory', () => {
  const used = useMongo();
  const create = async () => {
    const history = new MongoMessageHistory({ mongo: used.mongo, daysIn: () => 0 });
    await history.open(used.fresh());
    return history;
  };
  messageHistoryContract(create);
  messageSearchContract(create);
});
