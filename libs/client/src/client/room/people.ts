import type { User } from '../../api/message.js';
import type { Member, Presence } from '../../api/room.js';
import { userOf, type FrameOf } from '../frames.js';
import { Value } from '../live-values.js';

const nobody: Presence = { count: 0, people: [] };

/** Spread out, since everybody in the room may have miscounted at the same moment. */
const RECOUNT_MS = 1_000;

/** Who is in a room now: asked when one comes in, then kept by who comes and goes. */
export class People {
  readonly presence = new Value<Presence>(nobody);
  readonly #ask: () => Promise<FrameOf<'members'>>;
  #isCrowd = false;
  #recount: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: () => Promise<FrameOf<'members'>>) {
    this.#ask = ask;
  }

  /** Failing does not matter: it is asked again when one comes in again. */
  meet(): void {
    this.#ask().then(
      (frame) => this.#met(frame),
      () => undefined,
    );
  }

  left(): void {
    clearTimeout(this.#recount);
    this.presence.set(nobody);
  }

  moved(frame: FrameOf<'memberJoined' | 'memberLeft'>): void {
    const others = this.presence.current.people.filter(({ userId }) => userId !== frame.userId);
    this.#set(frame.memberCount, frame.type === 'memberJoined' ? [...others, userOf(frame)] : others);
    this.#isCrowd = false;
    this.#keepCount();
  }

  gathered({ memberCount, people }: FrameOf<'presence'>): void {
    this.#isCrowd = true;
    this.#set(memberCount, people.map(userOf));
  }

  #met({ members, present }: FrameOf<'members'>): void {
    const people = members.flatMap((member) => (member.present ? [this.#known(member)] : []));
    this.#isCrowd = people.length < present;
    this.#set(present, people);
  }

  #known({ userId, name }: Pick<Member, 'userId' | 'name'>): User {
    return this.presence.current.people.find((user) => user.userId === userId) ?? { userId, name };
  }

  #set(count: number, people: readonly User[]): void {
    this.presence.set({ count, people });
  }

  /** The server counts otherwise: somebody was missed. */
  #keepCount(): void {
    clearTimeout(this.#recount);
    const { count, people } = this.presence.current;
    if (this.#isCrowd || count === people.length) return;
    this.#recount = setTimeout(() => this.meet(), RECOUNT_MS * (1 + 3 * Math.random()));
  }
}
