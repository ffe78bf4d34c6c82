import type { RecordedEvent } from '@noroshi/event-sourcing';
import { accessDecider, accessLane, type UserRevoked } from './access.js';

const by = { kind: 'key', id: 'billing' } as const;
const revoked = (at: number): RecordedEvent<UserRevoked> => ({
  event: { type: 'UserRevoked', at, by },
  lane: accessLane('ann'),
  position: at,
  recordedAt: at,
});
const after = (...times: number[]) =>
  times.map(revoked).reduce((state, event) => accessDecider.evolve(state, event), accessDecider.initialState);

describe('access', () => {
  it('is revoked as often as somebody wishes, each time from that time on', () => {
    const revoke = (at: number, state: number) => accessDecider.decide({ type: 'RevokeUser', at, by }, state);
    expect(revoke(5, after())).toEqual({ kind: 'accepted', event: { type: 'UserRevoked', at: 5, by } });
    expect(revoke(6, after(5))).toMatchObject({ kind: 'accepted' });
  });

  it('is never given back by a clock that is behind', () => {
    expect(accessDecider.decide({ type: 'RevokeUser', at: 4, by }, after(5))).toEqual({ kind: 'unchanged' });
    expect(after(5, 4)).toBe(5);
  });
});
