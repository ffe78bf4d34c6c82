import type { FrameOf } from './delivery-policy.js';

type Conflated = FrameOf<'conflated'>;
type Presence = Extract<Conflated, { readonly kind: 'presence' }>;

interface Change {
  readonly first: Presence['change']['kind'];
  last: Presence;
}

/** Of a crowd that comes and goes while somebody is slow, more than this is not remembered: the memory has a bound. */
const REMEMBERED_PEOPLE = 500;

/** A session that does not hear a room for now: how far it has been brought, and who came and went meanwhile. */
export class Pause {
  readonly roomId: string;
  #position: number;
  #read: number;
  readonly #people = new Map<string, Change>();
  #crowd: Conflated | undefined;

  constructor(roomId: string, position: number) {
    this.roomId = roomId;
    this.#position = position;
    this.#read = 0;
  }

  /** Everything up to here in the log has been handed to the socket, but for what arrives late. */
  get position(): number {
    return this.#position;
  }

  /** @param fromLog the log itself was read up to there: what arrives late is among it */
  reached(position: number, { fromLog }: { readonly fromLog: boolean }): void {
    this.#position = position;
    if (fromLog) this.#read = position;
  }

  /** Nobody will come back to this position: an event that arrives late, on a lane that was behind the others. */
  isPast(position: number): boolean {
    return position <= this.#position && position > this.#read;
  }

  note(frame: Conflated): void {
    if (frame.kind === 'crowd') {
      // It says who is here now, so what was told before it is no news.
      this.#people.clear();
      this.#crowd = frame;
    } else this.#notePerson(frame);
  }

  /** On balance: who left and came back has done nothing. */
  changes(): readonly Conflated[] {
    const changes = [...this.#people.values()].filter(({ first, last }) => first === last.change.kind);
    return [...(this.#crowd ? [this.#crowd] : []), ...changes.map(({ last }) => last)];
  }

  #notePerson(frame: Presence): void {
    const { user, kind } = frame.change;
    const known = this.#people.get(user.id);
    if (known) known.last = frame;
    else if (this.#people.size < REMEMBERED_PEOPLE) this.#people.set(user.id, { first: kind, last: frame });
  }
}
