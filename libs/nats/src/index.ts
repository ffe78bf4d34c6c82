export { connectNats, type Nats, type NatsOptions } from './connect.js';
export { openLogs } from './open-logs.js';
export {
  ensureDashboardLog,
  ensureStreams,
  NatsServerTooOld,
  type EventLog,
  type EventLogs,
  type StreamsOptions,
} from './streams.js';
export { watchLogs, type LogWatch, type LogWatchOptions } from './log-watch.js';
export { readLogInventory, type LogReaderStatus, type LogStatus } from './log-inventory.js';
export { renewEpoch } from './renew-epoch.js';
export { createEventStore } from './jetstream-event-store.js';
export type { PublisherOptions } from './publisher.js';
export { createCheckpointStore } from './jetstream-checkpoint-store.js';
export { createDeadLetters } from './dead-letters.js';
export { endOfLog } from './end-of-log.js';
export { createForeignPublisher, isForeignSubject, NotPublished, type ForeignMessage } from './foreign-subject.js';
export { createLiveFeed } from './live-feed.js';
export { createEventSource } from './event-source.js';
export { createCommandBus, type CommandBusOptions } from './command-bus.js';
export { createBroadcast } from './broadcast.js';
export { nestNatsOptions, type NestNatsOptions } from './nest-wire.js';
export { serviceSubject } from './subjects.js';
