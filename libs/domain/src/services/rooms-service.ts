import type { Position } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { RoomCommand } from '../room/commands.js';
import type { MembershipKind, Role, RoomSettings } from '../room/events.js';
import type { NotificationRejection } from '../notifications/notifications.js';
import type { RoomRejection } from '../room/rejections.js';
import type { PresenceRequests } from './presence-requests.js';

/**
 * Why a service did not do what it was asked; `unavailable`: try again, nothing is known to be wrong with the wish;
 * `log_full`: nothing can be stored until somebody makes room.
 */
export type Refusal = RoomRejection | NotificationRejection | Outage;
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

/** A room as it stands in the list of somebody who is in it. */
export interface OwnRoom {
  readonly room: RoomSummary;
  /** Of a large room not all. */
  readonly participants: readonly Actor[];
  /** Of the event that made the user a member; absent where a guest is none. */
  readonly joinedAt?: Position;
}

/** Told to every gateway. `unknown`: memberships may have changed without a word, so whoever needs to know has to ask. */
export type MembershipNotice =
  | { readonly kind: 'gained'; readonly userId: string; readonly guest: boolean; readonly roomId: string }
  | { readonly kind: 'unknown' };

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
  /**
   * The open rooms that a user is a member or visitor of, in order of room id; a page may be shorter than `limit` with more to
   * come. Of a guest also the public rooms, at most the hundred that were most recently active. `roomId`: only that one.
   */
  roomsOf: (request: {
    readonly userId: string;
    /** Somebody who only claims the id. */
    readonly guest?: boolean;
    readonly roomId?: string;
    /** Exclusive: the last room id of the page before. */
    readonly after?: string;
    /** 1 to 500. */
    readonly limit: number;
  }) => Answer<{ readonly rooms: readonly OwnRoom[]; readonly more: boolean }>;
  /**
   * Whom a text means, of those who are in the room now: for each word the members by the first of its readings that is an id
   * or a name. No guests: their ids are only claimed. `everybody`: all of a room that is not too large for that.
   */
  mentioned: (request: {
    readonly roomId: string;
    readonly words: readonly (readonly string[])[];
    readonly everybody: boolean;
  }) => Answer<{ readonly roomName: string; readonly people: readonly Actor[] }>;
  /** The room that goes by a short id. */
  roomNamed: (request: { readonly shortId: string }) => Answer<{ readonly roomId?: string }>;
  /** Those who are known, of at most 200 that are asked for by their ids or short ids. */
  people: (request: { readonly userIds: readonly string[] }) => Answer<{ readonly people: readonly Actor[] }>;
  /** May a guest go by this id: no verified user has a session or a membership under it. */
  guestMayUse: (request: { readonly userId: string }) => Answer<{ readonly allowed: boolean }>;
}
