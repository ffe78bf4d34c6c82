import { accessLane } from '@noroshi/domain';
import { disconnects, type Disconnect } from '@noroshi/protocol';
import type { Hub, Identity, Session } from '@noroshi/hub';
import { Revocations, withRevocations } from './revocations.js';
import type { VerifiedToken } from './token-verifier.js';

const ann = { id: 'ann', name: 'Ann', guest: false };
const by = { kind: 'key', id: 'billing' } as const;

/** Ann's sessions by these identities, and why each was closed. */
function annsSessions(...identities: Identity[]) {
  const closed: (Disconnect | undefined)[] = identities.map(() => undefined);
  const sessions = identities.map((identity, index) => ({
    identity,
    close: (disconnect: Disconnect) => (closed[index] = disconnect),
  }));
  const hub: Pick<Hub, 'ofUser'> = {
    ofUser: (userId) => new Set(userId === 'ann' ? (sessions as unknown as Session[]) : []),
  };
  return { closed, hub };
}

const revokedAt = (at: number, { closed, hub } = annsSessions()) => {
  const revocations = new Revocations(hub);
  revocations.apply({ event: { type: 'UserRevoked', at, by }, lane: accessLane('ann') });
  return { revocations, closed };
};

describe('a revocation', () => {
  it('covers what was made before it, and what does not tell when it was made', () => {
    const { revocations } = revokedAt(1000);
    expect([999, 1000, 1001].map((issuedAt) => revocations.covers({ user: ann, issuedAt }))).toEqual([
      true,
      false,
      false,
    ]);
    expect(revocations.covers({ user: ann })).toBe(true);
  });

  it('is of nobody else', () => {
    expect(revokedAt(1000).revocations.covers({ user: { id: 'ben' } })).toBe(false);
  });

  it('ends the sessions that it covers, guests of that id too, and no later one', () => {
    const sessions = annsSessions(
      { user: ann, issuedAt: 500 },
      { user: ann, issuedAt: 1500 },
      { user: { ...ann, guest: true } },
    );
    expect(revokedAt(1000, sessions).closed).toEqual([disconnects.revoked, undefined, disconnects.revoked]);
  });

  it('that is heard again, or was overtaken by a later one, ends nothing', () => {
    const sessions = annsSessions({ user: ann, issuedAt: 1500 });
    const { revocations } = revokedAt(1000, sessions);
    for (const at of [1000, 900]) {
      revocations.apply({ event: { type: 'UserRevoked', at, by }, lane: accessLane('ann') });
    }
    expect(sessions.closed).toEqual([undefined]);
    expect(revocations.covers({ user: ann, issuedAt: 1000 })).toBe(false);
  });

  it('holds for a token that was verified before it', async () => {
    const revocations = new Revocations(annsSessions().hub);
    const remembered: VerifiedToken = { user: ann, roles: [], expiresAt: 9_999, issuedAt: 1 };
    const verifier = withRevocations({ verify: () => Promise.resolve(remembered) }, revocations);
    expect(await verifier.verify('token')).toBe(remembered);
    revocations.apply({ event: { type: 'UserRevoked', at: 2, by }, lane: accessLane('ann') });
    expect(await verifier.verify('token')).toBeUndefined();
  });
});
