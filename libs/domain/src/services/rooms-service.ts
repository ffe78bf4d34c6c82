import type { Position } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { RoomCommand } from '../room/commands.js';
import type { MembershipKind, Role, RoomSettings } from '../room/events.js';
import type { RoomRejection } from '../room/rejections.js';
import type { PresenceRequests } from './presence-requests.js';

/**
 * Why a service did not do what it was asked; `unavailable`: try again, nothing is known to be wrong with the wish;
 * `log_full`: nothing can be stored until somebody makes room.
 */
export type Refusal = RoomRejection | Outage;
export type Outage = 'unavailable' | 'log_full';

export type Answer<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly code: Refusal };

/** Commands whose message the service looks up itself: the client names it by position. */
type ByPosition<C> = C extends { readonly message: unknown } ? Omit<C, 'message'> & { readonly position: Position } : C;

/** What the gateway sends: everything but posts, which it appends itself, and the ends of visits, which nobody wishes. */
export type RoomWish = ByPosition<Exclude<RoomCommand, { type: 'PostMessage' | 'EndVisit' }>>;

export interface RoomSummary {
  readonly roomId: string;
  readonly name: string;
  readonly ownerId: string;
  readonly settings: RoomSettings;
  readonly archived: boolean;
  readonly memberCount: number;
  readonly present: number;
}

export interface MemberSummary {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly present: boolean;
}

/** The rooms service as others call it (subjects in the NATS adapter's `subjects.ts`). */
export interface RoomsRequests extends PresenceRequests {
  /** Decides one command of a room's life. `position` is absent when nothing had to change. */
  execute: (request: { readonly roomId: string; readonly wish: RoomWish }) => Answer<{ readonly position?: Position }>;
  /** Opens the room if there is none yet, and makes the user at least a `kind` of member; `position`: it is so from there on. */
  admit: (request: {
    readonly roomId: string;
    readonly roomName?: string;
    readonly user: Actor;
    readonly kind: MembershipKind;
  }) => Answer<{ readonly position?: Position }>;
  /** Of a large room not all are listed, and those who are present before the others; the counts are of all. */
  members: (request: { readonly roomId: string }) => Answer<{
    readonly members: readonly MemberSummary[];
    readonly count: number;
    readonly present: number;
  }>;
  /** One room, or undefined. */
  summary: (request: { readonly roomId: string }) => Answer<{ readonly room?: RoomSummary }>;
  /** Public rooms, most recently active first. */
  publicRooms: (request: { readonly limit: number }) => Answer<{ readonly rooms: readonly RoomSummary[] }>;
  /** May a guest go by this id: no verified user has a session or a membership under it. */
  guestMayUse: (request: { readonly userId: string }) => Answer<{ readonly allowed: boolean }>;
}
