import type { User } from '../../api/message.js';
import type { Presence } from '../../api/room.js';
import { userOf, type FrameOf } from '../frames.js';
import { Value } from '../live-values.js';

const nobody: Presence = { count: 0, people: [] };

/** Spread out, since everybody in the room may have miscounted at the same moment. */
const RECOUNT_MS = 1_000;

/** Who is in a room now: asked when one comes in, then kept by who comes and goes. */
export function createPeople(ask: () => Promise<FrameOf<'members'>>) {
  const presence = new Value(nobody);
  let recount: ReturnType<typeof setTimeout> | undefined;
  const met = ({ members, present }: FrameOf<'members'>): void => {
    const known = new Map(presence.current.people.map((user) => [user.userId, user]));
    const people = members.flatMap(({ userId, name, present }): User[] =>
      present ? [known.get(userId) ?? { userId, name }] : [],
    );
    presence.set({ count: present, people });
  };
  /** Failing does not matter: it is asked again when one comes in again. */
  const meet = (): void => void ask().then(met, () => undefined);
  return {
    presence,
    meet,
    left(): void {
      clearTimeout(recount);
      presence.set(nobody);
    },
    moved(frame: FrameOf<'memberJoined' | 'memberLeft'>): void {
      const people = presence.current.people.filter(({ userId }) => userId !== frame.userId);
      if (frame.type === 'memberJoined') people.push(userOf(frame));
      const count = frame.memberCount;
      presence.set({ count, people });
      clearTimeout(recount);
      // The server counts otherwise: somebody was missed.
      if (count !== people.length) recount = setTimeout(meet, RECOUNT_MS * (1 + 3 * Math.random()));
    },
    gathered({ memberCount, people }: FrameOf<'presence'>): void {
      presence.set({ count: memberCount, people: people.map(userOf) });
    },
  };
}
