import { notificationBoxContract } from '../testing/notification-box-contract.js';
import { InMemoryNotificationBox } from './in-memory-notification-box.js';

describe('notifications in memory', () => notificationBoxContract(() => new InMemoryNotificationBox()));
