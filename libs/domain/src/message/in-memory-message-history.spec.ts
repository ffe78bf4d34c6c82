import { messageHistoryContract } from '../testing/message-history-contract.js';
import { messageSearchContract } from '../testing/message-search-contract.js';
import { InMemoryMessageHistory } from './in-memory-message-history.js';

describe('InMemoryMessageHistory', () => {
  messageHistoryContract(() => new InMemoryMessageHistory());
  messageSearchContract(() => new InMemoryMessageHistory());
});
