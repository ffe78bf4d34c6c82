import type { Rest } from '@noroshi/client';

/** What runs, as `/api/v1/processes` has it. Times are ISO 8601. */
export interface Process {
  readonly name: string;
  readonly role: string;
  readonly state: 'up' | 'draining';
  readonly since: string;
  readonly host: { readonly name: string; readonly processors: number; readonly load: number };
  readonly work?: { readonly requestsPerMinute: number; readonly errorRate: number; readonly avgResponseTime: number };
  readonly connections?: number;
  readonly lagging?: number;
  /** Milliseconds. */
  readonly delay?: number;
}

export interface HeldConnection {
  readonly connectionId: string;
  readonly userId: string;
  readonly username: string;
  readonly guest?: true;
  readonly gateway: string;
  readonly userAgent: string;
  readonly address: string;
  readonly connectedAt: string;
  readonly lastActivity?: string;
  readonly status: 'online' | 'away';
  readonly rooms: readonly string[];
  readonly roomCount: number;
}

export interface DeadLetter {
  readonly id: string;
  readonly consumer: string;
  readonly lane: { readonly category: string; readonly entity: string; readonly name: string };
  readonly reason: string;
  readonly tries: number;
  readonly buriedAt: string;
}

export interface LogReader {
  readonly id: string;
  readonly reader: string;
  readonly subjects: readonly string[];
  readonly position: number;
  readonly lag: number;
  readonly isWaiting: boolean;
}

export interface EventLog {
  readonly name: string;
  readonly messages: number;
  readonly bytes: number;
  readonly lastPosition: number;
  readonly readers: readonly LogReader[];
}

export interface ReadModel {
  readonly name: string;
  /** Absent while its service is away. */
  readonly position?: number;
  readonly away?: true;
  readonly rebuilding?: { readonly position: number; readonly target: number };
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

export interface ConnectionFilter {
  readonly user?: string;
  readonly room?: string;
  readonly gateway?: string;
  readonly after?: string;
}

export interface Replayed {
  readonly replayed: boolean;
  readonly reason?: string;
}

/** Something that was said, as the long poll and the history have it. */
export interface TailFrame {
  readonly type: string;
  readonly messageId?: string;
  readonly offset?: string;
  readonly userId?: string;
  readonly username?: string;
  readonly content?: string;
  readonly emoji?: string;
  readonly timestamp?: string;
}

export interface TailPage {
  readonly items: readonly TailFrame[];
  readonly cursor: string;
}

const part = encodeURIComponent;

function query(filter: object): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '');
  return given.map(([name, value]) => `${name}=${part(String(value))}`).join('&');
}

/** What operators ask of the REST API. Every method throws NoroshiError. */
export const operatorApi = (rest: Rest) => ({
  processes: () => rest.request<Page<Process>>('GET', '/processes'),
  connections: (filter: ConnectionFilter) => rest.request<Page<HeldConnection>>('GET', `/connections?${query(filter)}`),
  disconnect: (id: string) => rest.request<undefined>('DELETE', `/connections/${part(id)}`),
  revoke: (userId: string) => rest.request<unknown>('POST', `/users/${part(userId)}/revoke`),
  deadLetters: (after?: string) => rest.request<Page<DeadLetter>>('GET', `/dead-letters?${query({ after })}`),
  replay: (id: string) => rest.request<Replayed>('POST', `/dead-letters/${part(id)}/replay`),
  discard: (id: string) => rest.request<undefined>('DELETE', `/dead-letters/${part(id)}`),
  eventLogs: () => rest.request<Page<EventLog>>('GET', '/event-logs'),
  readModels: () => rest.request<Page<ReadModel>>('GET', '/read-models'),
  rebuild: (name: string) => rest.request<ReadModel>('POST', `/read-models/${part(name)}/rebuild`),
  /** The last that was said; a private room is `room_not_found`. */
  recent: (roomId: string) => rest.request<Page<TailFrame>>('GET', `/rooms/${part(roomId)}/messages?limit=50`),
  /** What is said next. A comma within the id would begin another room: it is encoded twice. */
  poll: (roomId: string, cursor: string | undefined) =>
    rest.request<TailPage>('GET', `/events?${query({ rooms: part(roomId), cursor, wait: TAIL_WAIT_S })}`),
});

export type OperatorApi = ReturnType<typeof operatorApi>;

const TAIL_WAIT_S = 20;
