import { notificationBoxContract } from '@noroshi/domain/testing';
import { whyNoMongo } from '@noroshi/testing';
import { useMongo } from '../testing/use-mongo.js';
import { MongoNotificationBox } from './mongo-notification-box.js';

const describeMongo = whyNoMongo === undefined ? describe : describe.skip;

describeMongo('MongoNotificationBox', () => {
  const used = useMongo();
  notificationBoxContract(async () => {
    const box = new MongoNotificationBox(used.mongo);
    await box.open(used.fresh());
    return box;
  });
});
