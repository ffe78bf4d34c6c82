export { sameLane, type Event, type Lane, type Position, type RecordedEvent } from './event.js';
export { accept, reject, unchanged, type Decider, type Decision } from './decider.js';
export {
  EventLogFull,
  EventLogUnavailable,
  type AppendOptions,
  type AppendResult,
  type EventStore,
  type Guard,
  type ReadRange,
} from './event-store.js';
export type { EventSource, EventSubscription, SubscribeOptions } from './event-subscription.js';
export type { Following, FollowOptions, LiveFeed } from './live-feed.js';
export { runProjection, startProjection, type Projection, type ProjectionRun } from './projection.js';
export type { ReadModel, Rebuilding } from './read-model.js';
export { ReadModelKeeper, type KeeperNews, type KeeperOptions, type ReadModelStatus } from './read-model-keeper.js';
export { readModelAddress, serveReadModel, type ReadModelRequests } from './read-model-requests.js';
export { exhume, failedReplay, replayOutcome, type ReplayOutcome } from './buried-event.js';
export { runReactor, type Reactor, type ReactorRun } from './reactor.js';
export { runBatches, type BatchReactor, type BatchRun } from './run-batches.js';
export { PatientHandling, type Handled, type HandlingNews, type HandlingOptions } from './patient-handling.js';
export {
  deadLetterId,
  parseDeadLetterId,
  type Burial,
  type BuriedEvent,
  type DeadLetter,
  type DeadLetterPage,
  type DeadLetterQuery,
  type DeadLetters,
} from './dead-letters.js';
export { isUndecodable, undecodable, type Undecodable } from './undecodable.js';
export { Outage, untilReachable, type UntilReachableOptions } from './outage.js';
export { BackOff, type BackOffOptions } from './back-off.js';
export type { CheckpointStore } from './checkpoint-store.js';
export { RareCheckpoints, type RareCheckpointsOptions } from './rare-checkpoints.js';
export { fold, passOver, positionOf, unfolded, type Folded } from './fold.js';
export { CommandContention, handleCommand, type CommandHandling, type CommandOutcome } from './handle-command.js';
export { ServiceUnavailable, type CommandBus, type ServiceAddress } from './command-bus.js';
export type { Broadcast, Channel } from './broadcast.js';
export { InMemoryEventLog, type InMemoryEventLogOptions } from './in-memory/in-memory-event-log.js';
export { Progress } from './in-memory/progress.js';
export { InMemoryCheckpointStore } from './in-memory/in-memory-checkpoint-store.js';
export { InMemoryDeadLetters } from './in-memory/in-memory-dead-letters.js';
export { InMemoryCommandBus } from './in-memory/in-memory-command-bus.js';
export { InMemoryBroadcast } from './in-memory/in-memory-broadcast.js';
