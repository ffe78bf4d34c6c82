import { laneOf, roomLane, type RoomEvent } from '@noroshi/domain';
import { InMemoryCheckpointStore, InMemoryEventLog } from '@noroshi/event-sourcing';
import { analyticsSourceContract } from '../testing/analytics-source-contract.js';
import { LogSource } from './log-source.js';

describe('the log as what is counted', () => {
  analyticsSourceContract(() => {
    const log = new InMemoryEventLog<RoomEvent>();
    const checkpoints = new InMemoryCheckpointStore();
    return Promise.resolve({
      source: () => new LogSource({ source: log, epoch: log.epoch, checkpoints, onWaiting: () => undefined }),
      tell: async (events) => {
        for (const { roomId, event } of events) await log.append(roomLane(roomId, laneOf(event)), event);
      },
    });
  });
});
