export { start, type StackPrograms, type StartOptions } from './main.js';
export { findMongoStandin, type FindMongoStandinOptions, type MongoStandin } from './mongo-standin/find.js';
export { findNatsServer, type FindOptions } from './nats-server/find.js';
export type { Installer, Place } from './nats-server/installer.js';
export { findKafka, type FindKafkaOptions, type KafkaPrograms } from './kafka-broker/find.js';
export type { Service } from './service.js';
export { StartFailed } from './start-failed.js';
