export { connectMongo, type Mongo, type MongoOptions } from './connect.js';
export { MongoUnavailable } from './mongo-unavailable.js';
export { EditionReplaced, type LogOfEdition } from './editions.js';
export { MongoReadModel, type MongoReadModelOptions } from './mongo-read-model.js';
export type { MongoContent } from './mongo-content.js';
export { MongoMessageHistory, type MongoMessageHistoryOptions } from './messages/mongo-message-history.js';
export { MongoRollupStore } from './rollups/mongo-rollup-store.js';
export { MongoNotificationBox } from './notifications/mongo-notification-box.js';
