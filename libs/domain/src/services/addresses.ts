import type { Channel, ServiceAddress } from '@noroshi/event-sourcing';
import type { AnalyticsRequests } from './analytics-service.js';
import type { MessagesRequests } from './messages-service.js';
import type { GatewayRequests } from './presence-requests.js';
import type { RoomsRequests } from './rooms-service.js';

/** Channel kinds of ephemeral news; the entity is the room or the user. */
export const channels = {
  typing: (roomId: string): Channel => ({ kind: 'typing', entity: roomId }),
  /** From one connection in the room to another. */
  signals: (roomId: string): Channel => ({ kind: 'signals', entity: roomId }),
  presence: (roomId: string): Channel => ({ kind: 'presence', entity: roomId }),
  /** How far somebody has read: a `ReadNotice`. */
  reads: { kind: 'reads' } satisfies Channel,
  /** Who has become a member of what: a `MembershipNotice`. */
  memberships: { kind: 'memberships' } satisfies Channel,
  /** How somebody is seen by others: a `StatusNotice`. */
  statuses: { kind: 'statuses' } satisfies Channel,
  /** A verified user came online: guests who go by that id must go. */
  verified: { kind: 'verified' } satisfies Channel,
  leases: { kind: 'leases' } satisfies Channel,
  /** What back ends tell many at once: a `BroadcastNotice`. */
  broadcasts: { kind: 'broadcasts' } satisfies Channel,
  /** How each process is doing: a `ProcessReport` of each, once a second. */
  reports: { kind: 'reports' } satisfies Channel,
  /** What is done in rooms: an `ActivityReport` of each process that counts it, once a second. */
  activity: { kind: 'activity' } satisfies Channel,
};

/** What is kept of the log to answer questions from: names of projections, each of which can be built anew. */
export const readModels = ['message-history', 'notifications', 'room-directory'] as const;

export const addresses = {
  rooms: (operation: keyof RoomsRequests): ServiceAddress => ({ service: 'rooms', operation }),
  messages: (operation: keyof MessagesRequests): ServiceAddress => ({ service: 'messages', operation }),
  analytics: (operation: keyof AnalyticsRequests): ServiceAddress => ({ service: 'analytics', operation }),
  gateway: (gateway: string, operation: keyof GatewayRequests): ServiceAddress => ({
    service: 'gateway',
    operation,
    instance: gateway,
  }),
};
