import { clientMessageIdsContract } from './client-message-ids-contract.js';
import { messageChangesContract } from './message-changes-contract.js';
import { messageOverviewContract } from './message-overview-contract.js';
import { messagePagesContract } from './message-pages-contract.js';
import { messageRepliesContract } from './message-replies-contract.js';
import { messageReplayContract } from './message-replay-contract.js';
import type { CreateHistory } from './talk-scene.js';

/** What every `MessageHistory` keeps. `create` gives an empty one. */
export function messageHistoryContract(create: CreateHistory): void {
  describe('what it has', () => messagePagesContract(create));
  describe('what becomes of it', () => messageChangesContract(create));
  describe('what is told again', () => messageReplayContract(create));
  describe('what is known by', () => clientMessageIdsContract(create));
  messageOverviewContract(create);
  messageRepliesContract(create);
}
