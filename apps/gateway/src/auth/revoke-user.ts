import {
  accessDecider,
  accessLane,
  type AccessEvent,
  type AccessState,
  type Administrator,
  type RevokeUser,
} from '@noroshi/domain';
import { fold, handleCommand, unfolded, type EventStore, type Folded } from '@noroshi/event-sourcing';

/** Stores that nothing given to the user until now counts any more. @throws EventLogUnavailable, CommandContention */
export async function revokeUser(
  store: Pick<EventStore<AccessEvent>, 'append' | 'read'>,
  { userId, by }: { readonly userId: string; readonly by: Administrator },
): Promise<AccessEvent> {
  const lane = accessLane(userId);
  const at = Date.now();
  const load = async (): Promise<Folded<AccessState>> => {
    const events = await store.read([lane]);
    return events.reduce(
      (folded, recorded) =>
        fold<AccessState, AccessEvent>((state, event) => accessDecider.evolve(state, event), folded, recorded),
      unfolded(accessDecider),
    );
  };
  const outcome = await handleCommand<AccessState, RevokeUser, AccessEvent, never>(
    { type: 'RevokeUser', at, by },
    { decider: accessDecider, store, load, place: () => ({ lane, guardedBy: lane }) },
  );
  if (outcome.kind === 'stored') return outcome.event;
  // A gateway whose clock is ahead has revoked until later already.
  const { state } = await load();
  return { type: 'UserRevoked', at: state, by };
}
