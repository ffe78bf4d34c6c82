import {
  broadcastContract,
  checkpointStoreContract,
  commandBusContract,
  deadLettersContract,
  eventStoreContract,
  eventSubscriptionContract,
  liveFeedContract,
  type Noted,
} from '../testing/index.js';
import { InMemoryBroadcast } from './in-memory-broadcast.js';
import { InMemoryCheckpointStore } from './in-memory-checkpoint-store.js';
import { InMemoryCommandBus } from './in-memory-command-bus.js';
import { InMemoryDeadLetters } from './in-memory-dead-letters.js';
import { InMemoryEventLog } from './in-memory-event-log.js';

describe('InMemoryEventLog', () => {
  eventStoreContract(() => ({ adapter: new InMemoryEventLog<Noted>() }));

  eventSubscriptionContract(() => {
    const log = new InMemoryEventLog<Noted>();
    return { adapter: { store: log, source: log } };
  });

  liveFeedContract(() => {
    const log = new InMemoryEventLog<Noted>();
    return { adapter: { store: log, feed: log } };
  });
});

describe('InMemoryCheckpointStore', () => checkpointStoreContract(() => ({ adapter: new InMemoryCheckpointStore() })));

describe('InMemoryDeadLetters', () => deadLettersContract(() => ({ adapter: new InMemoryDeadLetters() })));

describe('InMemoryCommandBus', () => commandBusContract(() => ({ adapter: new InMemoryCommandBus() })));

describe('InMemoryBroadcast', () => broadcastContract(() => ({ adapter: new InMemoryBroadcast() })));
