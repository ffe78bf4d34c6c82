export { eventStoreContract } from './event-store-contract.js';
export { eventSubscriptionContract, type EventSourceUnderTest } from './event-subscription-contract.js';
export { liveFeedContract, type LiveFeedUnderTest } from './live-feed-contract.js';
export { checkpointStoreContract } from './checkpoint-store-contract.js';
export { commandBusContract } from './command-bus-contract.js';
export { broadcastContract } from './broadcast-contract.js';
export { awkwardNames } from './entity-names.js';
export { collector, type Collector } from './collector.js';
export { freshLanes, lanesOf, noted, type Adapter, type CreateAdapter, type Noted, type TestLanes } from './harness.js';
