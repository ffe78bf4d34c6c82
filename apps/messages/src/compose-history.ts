import {
  InMemoryMessageHistory,
  roomCategory,
  roomLane,
  type MessageHistory,
  type RoomEvent,
  type TalkEvent,
} from '@noroshi/domain';
import {
  ReadModelKeeper,
  serveReadModel,
  type CommandBus,
  type DeadLetters,
  type EventStore,
  type Position,
  type ReadModel,
  type RecordedEvent,
} from '@noroshi/event-sourcing';
import { MongoMessageHistory, MongoReadModel, type Mongo } from '@noroshi/mongo';
import { createEventSource, createEventStore, endOfLog, type EventLogs, type Nats } from '@noroshi/nats';
import type { Consumers } from '@noroshi/service-host';
import type { DaysKept } from '@noroshi/settings';
import type { Logger } from '@noroshi/telemetry';
import { daysIn } from './days-in.js';
import { messageReadModel } from './message-read-model.js';

export interface HistoryParts {
  readonly nats: Nats;
  readonly logs: EventLogs;
  readonly bus: CommandBus;
  readonly deadLetters: DeadLetters;
  readonly consumers: Consumers;
  readonly logger: Logger;
  /** Absent: in memory. */
  readonly mongo: Mongo | undefined;
  readonly messageDays: readonly DaysKept[];
}

export interface KeptHistory {
  readonly history: MessageHistory;
  readonly reaches: (position: Position) => Promise<boolean>;
  readonly position: () => Position;
  stop(): Promise<void>;
}

interface HistoryModel {
  readonly history: MessageHistory;
  readonly model: ReadModel<TalkEvent>;
  readonly close: () => Promise<void>;
}

/** In memory it is whole when this settles; in MongoDB it goes on where it was, and is asked while it catches up. */
export async function composeHistory(parts: HistoryParts): Promise<KeptHistory> {
  const { nats, logs, bus, deadLetters, consumers } = parts;
  const rooms = createEventStore<RoomEvent>(nats, logs.rooms);
  const { history, model, close } = historyModel(parts, rooms);
  const keeper = await ReadModelKeeper.start<TalkEvent>({
    ...{ model, deadLetters, store: rooms, category: roomCategory, lanes: ['talk'] },
    source: createEventSource<TalkEvent>(nats, logs.rooms),
    news: consumers.watch(model.name),
  });
  const operating = serveReadModel(bus, keeper);
  return {
    history,
    reaches: (position) => keeper.progress.reaches(position),
    position: () => keeper.progress.position,
    stop: async () => {
      operating.close();
      await keeper.stop();
      await close();
    },
  };
}

function historyModel(parts: HistoryParts, rooms: EventStore<RoomEvent>): HistoryModel {
  const { nats, logs, mongo, messageDays, logger } = parts;
  if (!mongo) {
    const history = new InMemoryMessageHistory();
    return { history, model: messageReadModel(history, rooms), close: () => Promise.resolve() };
  }
  const options = { mongo, daysIn: daysIn(messageDays) };
  const onSearch = (hasText: boolean) => {
    if (hasText) logger.info('searches use the text index of MongoDB');
    else logger.warn('this MongoDB has no text search: each search looks at messages one by one, 50,000 at most');
  };
  const history = new MongoMessageHistory({ ...options, onSearch });
  const model = new MongoReadModel<TalkEvent, MongoMessageHistory>({
    ...{ mongo, logger, name: 'message-history', content: history },
    another: () => new MongoMessageHistory(options),
    log: { epoch: logs.rooms.epoch, end: () => endOfLog(nats, logs.rooms) },
    read: async (roomId) => (await rooms.read([roomLane(roomId, 'talk')])) as readonly RecordedEvent<TalkEvent>[],
  });
  return { history, model, close: () => model.close() };
}
