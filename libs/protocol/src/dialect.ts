import type { ClientFrame, GuestClaim } from './client-frame.js';
import type { Encoded, Said } from './numbered-text.js';
import type { ErrorFrame, FrameRef, ServerFrame } from './server-frame.js';

/**
 * A wire language: everything that differs between families of clients, and nothing the hub needs to know.
 * Both directions are pure but for what a conversation remembers, so one conversation test tells the whole language.
 */
export interface Dialect<Memory extends object = object, Out extends Encoded = Encoded> {
  readonly name: string;
  /** What a connection asked for in the query of its address. */
  traits(query: URLSearchParams): SessionTraits;
  /** What one connection's conversation remembers, from its beginning. */
  begin(query: URLSearchParams): Memory;
  /** One text frame in. */
  decode(text: string, memory: Memory): Decoded;
  /** Absent: every message is one text frame. Else a message, text or bytes, is the frames in it, in order; one at least. */
  decodeAll?(message: string | Uint8Array, memory: Memory): readonly Decoded[];
  /** One frame out, encoded once for all who get it; undefined: this language does not say that. */
  encode(frame: ServerFrame): Out | undefined;
  /** Absent: each frame is a message of its own. Else one message of several frames, at least one. */
  joined?(frames: readonly Out[]): Out;
  /**
   * Absent: everybody gets the same bytes. Else who gives a frame the last touch for one connection, such as its own number:
   * asked for once for all, and then called for each who hears it, so it has to be cheap.
   */
  address?(text: Out, frame: ServerFrame): LastTouch<Memory>;
  /** Absent: a conversation ends with its connection. Else the next connection may take it up, here or on another gateway. */
  readonly resumes?: ResumableConversation<Memory>;
}

interface Touching<Memory extends object> {
  touch(memory: Memory): Said | undefined;
}

/** Undefined: this one does not get it. Typed as a method is: whoever has a dialect and its memory need not know of what kind. */
export type LastTouch<Memory extends object = object> = Touching<Memory>['touch'];

/** A conversation that may outlive its connection. */
export interface ResumableConversation<Memory extends object> {
  /** What was said to the former connection and has not arrived, as the next one has begun; undefined: not all is known. */
  missed(former: Memory, begun: Memory): readonly string[] | undefined;
  /** As plain JSON, to hand it to another gateway. */
  save(memory: Memory): unknown;
  restore(saved: unknown): object;
}

export interface SessionTraits {
  /** Joining a room leaves the one before. */
  readonly oneRoom: boolean;
  /**
   * Once it is known who it is, the session is told of all rooms of its user and hears them, present there or not, and so
   * those that come later; as if it had asked by `follow`.
   */
  readonly follows?: 'own rooms';
  /** Who follows counts as present in all those rooms, instead of only hearing them. */
  readonly isPresentEverywhere?: true;
  /** What is said in the room that was joined last counts as read by the user. */
  readonly readsOpenRoom?: boolean;
  /** Is told what its user is notified of: first what is unread, then what comes and what becomes of it. Not for guests. */
  readonly notifications?: boolean;
  /** Says nothing: it hears rooms without being present in them, and needs no membership of one that is public. */
  readonly listens?: boolean;
  /** Who follows is greeted only when it hears all those rooms: what it asks for then, and what it hears from then on, leave no hole. */
  readonly isGreetedLast?: true;
  /** A guest is told who it is as soon as it comes, and is somebody from then on. */
  readonly greetsGuests?: true;
  /** Guests are not let in: who does not show a token in time is cut. */
  readonly verifiedOnly?: true;
  /** A token that proves nothing ends the connection. */
  readonly badTokenEnds?: true;
  /** Its clients come back only after an unclean end: what says "going away" ends the connection without a close frame. */
  readonly cutWhenGoingAway?: true;
  /** What was asked for makes no sense: the connection is closed as soon as it is open. */
  readonly isRefused?: true;
  /** The connection id of the session that is to be taken up again. */
  readonly formerSession?: string;
}

export type Decoded =
  | {
      readonly ok: true;
      readonly frame: ClientFrame;
      readonly claim: GuestClaim;
      /** As the client names it. */
      readonly action: string;
      /** The client wants to be told, under this number of its own, when the frame is done. */
      readonly ref?: FrameRef;
    }
  | { readonly ok: false; readonly error: ErrorFrame };
