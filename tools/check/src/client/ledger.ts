import { parseOffset } from '@noroshi/domain';

/** A frame of the rooms dialect, as it came. */
export interface Frame {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A durable frame that a client got. */
export interface Heard {
  /** Milliseconds since the run began. */
  readonly at: number;
  readonly offset: string;
  /** The place that the offset stands for; NaN for what is no offset. */
  readonly position: number;
  readonly frame: Frame;
}

/** One client's time in one room, over all of its connections. */
export interface Stay {
  readonly roomId: string;
  /** Where it began: everything after it is to be heard. */
  readonly base: string;
  readonly heard: Heard[];
  /** What the server could not replay and said so: told by the history instead. */
  readonly gaps: { readonly from: string; readonly to: string }[];
  /** Until the client left, or to the end of the run. */
  open: boolean;
}

export interface Post {
  readonly id: string;
  readonly roomId: string;
  readonly content: string;
  /** Never set while the client was never in the room. */
  sentAt?: number;
  /** Each answer that says something else than those before it: more than one is wrong. */
  readonly accepted: { readonly at: number; readonly offset: string; readonly messageId: string }[];
}

/** Something that must not happen, seen by the client itself. */
export interface Misdeed {
  readonly at: number;
  readonly roomId: string;
  readonly text: string;
}

/** What one client did and heard: all that the verdict is made of. */
export class Ledger {
  readonly stays: Stay[] = [];
  readonly posts = new Map<string, Post>();
  readonly misdeeds: Misdeed[] = [];

  constructor(
    readonly client: string,
    readonly user: string,
  ) {}

  begin(roomId: string, base: string): Stay {
    const stay: Stay = { roomId, base, heard: [], gaps: [], open: true };
    this.stays.push(stay);
    return stay;
  }

  blame(misdeed: Misdeed): void {
    this.misdeeds.push(misdeed);
  }
}

export const hear = (stay: Stay, frame: Frame, at: number): void => {
  const offset = String(frame['offset']);
  stay.heard.push({ at, offset, position: positionOf(offset), frame });
};

/** The offset to come back with. */
export const cursorOf = ({ base, heard, gaps }: Stay): string => {
  const candidates = [base, ...gaps.map(({ to }) => to), ...heard.slice(-1).map(({ offset }) => offset)];
  return candidates.reduce((last, offset) => (positionOf(offset) >= positionOf(last) ? offset : last));
};

/** Clients need no order of offsets; whoever proves one does. */
export const positionOf = (offset: string): number => parseOffset(offset)?.position ?? NaN;
