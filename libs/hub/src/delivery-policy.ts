import type { ServerFrame } from '@noroshi/protocol';

/**
 * What a client that reads too slowly gets of a frame:
 * - `replayed`: not now, but from the log when it has read what it was sent, in order and without a hole;
 * - `conflated`: when it is back the state of things: one frame per person, and only if something has changed on balance;
 *   of a crowd the last count;
 * - `dropped`: nothing; it would be out of date by then;
 * - `latest`: when it has read, the last one of its kind only;
 * - `held`: all of them when it has read, in order; with more waiting than has a bound it is closed, and comes back;
 * - `queued`: the frame, behind what it has not read. Only answers and what concerns this very connection, so that the
 *   client itself decides how much there is; questions with large answers wait until it has read.
 */
export type Delivery = 'replayed' | 'conflated' | 'dropped' | 'latest' | 'held' | 'queued';

/** The one table of what happens to whom when somebody is slow. Told to people in `docs/delivery.md`. */
export const deliveryPolicy = {
  event: 'replayed',
  presence: 'conflated',
  crowd: 'conflated',
  typing: 'dropped',
  signal: 'dropped',
  broadcast: 'dropped',
  metrics: 'latest',
  rooms: 'latest',
  alert: 'held',
  systemEvent: 'held',
  connected: 'queued',
  authenticated: 'queued',
  joined: 'queued',
  alreadyJoined: 'queued',
  resumed: 'queued',
  left: 'queued',
  following: 'queued',
  followed: 'queued',
  unfollowed: 'queued',
  accepted: 'queued',
  history: 'queued',
  members: 'queued',
  read: 'queued',
  notification: 'queued',
  notificationUpdated: 'queued',
  notificationsCleared: 'queued',
  statuses: 'queued',
  status: 'queued',
  pong: 'queued',
  done: 'queued',
  reconnect: 'queued',
  error: 'queued',
} as const satisfies { readonly [K in ServerFrame['kind']]: Delivery };

type Policy = typeof deliveryPolicy;

/** The frames of some classes: who hands frames to a crowd can't hand over what a slow client would miss for good. */
export type FrameOf<D extends Delivery> = Extract<
  ServerFrame,
  { readonly kind: { [K in keyof Policy]: Policy[K] extends D ? K : never }[keyof Policy] }
>;
