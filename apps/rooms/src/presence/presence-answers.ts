import {
  statusOf,
  type ConnectionSummary,
  type LiveConnection,
  type PresenceRegistry,
  type PresenceRequests,
} from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import type { People } from '../people.js';
import type { ChosenStatuses } from './chosen-statuses.js';
import type { StatusNews } from './status-news.js';

export interface PresenceAnswersOptions {
  readonly registry: PresenceRegistry;
  readonly statuses: Pick<ChosenStatuses, 'of'>;
  readonly statusNews: Pick<StatusNews, 'of'>;
  readonly people: Pick<People, 'idOf'>;
  /** Settles once the registry has folded this position; false: not in time. */
  readonly registryReaches: (position: Position) => Promise<boolean>;
}

type RequestOf<K extends keyof PresenceRequests> = Parameters<PresenceRequests[K]>[0];
type AnswerOf<K extends keyof PresenceRequests> = ReturnType<PresenceRequests[K]>;

/** A page of these must fit into one answer of a megabyte, whatever the ids are. */
const MOST_ROOMS = 100;
const MOST_CONNECTIONS = 100;

/** Answers who is here. */
export class PresenceAnswers {
  constructor(private readonly options: PresenceAnswersOptions) {}

  async present({ roomId, atLeast = 0 }: RequestOf<'present'>): Promise<AnswerOf<'present'>> {
    const { registry, registryReaches } = this.options;
    if (!(await registryReaches(atLeast))) return { ok: false, code: 'unavailable' };
    return { ok: true, count: registry.presentCount(roomId) };
  }

  connections(query: RequestOf<'connections'>): AnswerOf<'connections'> {
    const { items, more } = this.options.registry.connections(query);
    return { ok: true, items: items.map(summaryOf), more };
  }

  statuses({ userIds }: RequestOf<'statuses'>): AnswerOf<'statuses'> {
    const { statusNews, people } = this.options;
    return { ok: true, statuses: userIds.map((userId) => ({ userId, status: statusNews.of(people.idOf(userId)) })) };
  }

  userPresence({ userId }: RequestOf<'userPresence'>): AnswerOf<'userPresence'> {
    const { registry, statuses } = this.options;
    const { items } = registry.connections({ userId, limit: Number.MAX_SAFE_INTEGER });
    const connections = items.slice(0, MOST_CONNECTIONS).map(({ connection, run }) => ({
      connectionId: connection.connectionId,
      gateway: run.gateway,
    }));
    return { ok: true, status: statusOf(items, statuses.of(userId)), count: items.length, connections };
  }
}

const summaryOf = ({ connection, run, rooms, idle }: LiveConnection): ConnectionSummary => ({
  ...connection,
  gateway: run.gateway,
  status: idle ? 'away' : 'online',
  rooms: [...rooms].slice(0, MOST_ROOMS),
  roomCount: rooms.size,
});
