import type { AccessEvent } from '@noroshi/domain';
import type { Projection, RecordedEvent } from '@noroshi/event-sourcing';
import type { Hub, Identity } from '@noroshi/hub';
import { disconnects } from '@noroshi/protocol';
import type { TokenVerifier } from './token-verifier.js';

type Shown = Pick<Identity, 'issuedAt'> & { readonly user: { readonly id: string } };

/**
 * Who was revoked and when, folded from the log; ends what such a user has open here. About 150 bytes a user, kept for
 * good, since tokens may last as long.
 */
export class Revocations implements Projection<AccessEvent> {
  readonly name = 'revocations';
  readonly #revokedAt = new Map<string, number>();
  readonly #hub: Pick<Hub, 'ofUser'>;

  constructor(hub: Pick<Hub, 'ofUser'>) {
    this.#hub = hub;
  }

  apply({ event, lane: { entity: userId } }: Pick<RecordedEvent<AccessEvent>, 'event' | 'lane'>): void {
    if (event.at <= (this.#revokedAt.get(userId) ?? 0)) return;
    this.#revokedAt.set(userId, event.at);
    this.#endSessions(userId);
  }

  /** May nobody go by this id who can't show a token of later. */
  has(userId: string): boolean {
    return this.#revokedAt.has(userId);
  }

  /** What does not tell when it was made is believed of nobody who was ever revoked: a guest's word is such a thing too. */
  covers({ user, issuedAt }: Shown): boolean {
    const revokedAt = this.#revokedAt.get(user.id);
    return revokedAt !== undefined && !(issuedAt !== undefined && issuedAt >= revokedAt);
  }

  /** What was opened by a token, or a guest's word, of before. */
  #endSessions(userId: string): void {
    for (const session of [...this.#hub.ofUser(userId)]) {
      if (session.identity && this.covers(session.identity)) session.close(disconnects.revoked);
    }
  }
}

/** Asked each time, also for a token that was verified before and is remembered. */
export const withRevocations = (verifier: TokenVerifier, revocations: Revocations): TokenVerifier => ({
  verify: async (token) => {
    const verified = await verifier.verify(token);
    return verified && !revocations.covers(verified) ? verified : undefined;
  },
});
