import { accessLane, type AccessEvent, type Administrator } from '@noroshi/domain';
import type { DeadLetters, EventSource, EventStore } from '@noroshi/event-sourcing';
import type { Hub } from '@noroshi/hub';
import type { Operations } from '@noroshi/service-host';
import type { Settings } from '@noroshi/settings';
import { AccessWatch, type AccessWatchOptions } from './auth/access-watch.js';
import { ApiKeys } from './auth/api-keys.js';
import { Callers } from './auth/callers.js';
import { Revocations, withRevocations } from './auth/revocations.js';
import { revokeUser } from './auth/revoke-user.js';
import { createTokenVerifier, type TokenRules, type TokenVerifier } from './auth/token-verifier.js';
import { RequestLimits } from './limits/request-limits.js';

/** Who may come in, and who may no longer. */
export interface Access {
  readonly verifier: TokenVerifier;
  readonly callers: Callers;
  readonly requests: RequestLimits;
  readonly revocations: Revocations;
  readonly revoke: (userId: string, by: Administrator) => Promise<AccessEvent>;
  /** False while a revocation may have been missed. */
  readonly isCurrent: () => boolean;
  readonly close: () => Promise<void>;
}

export interface AccessOptions {
  readonly settings: Settings;
  readonly nats: AccessWatchOptions['connection'];
  readonly accessStore: EventStore<AccessEvent>;
  readonly accessSource: EventSource<AccessEvent>;
  readonly deadLetters: DeadLetters;
  readonly hub: Hub;
  readonly operations: Pick<Operations, 'consumers'>;
}

/** Settles when every revocation so far is known. Waits for the log. */
export async function composeAccess(options: AccessOptions): Promise<Access> {
  const { settings, nats, accessStore, accessSource, deadLetters, hub, operations } = options;
  const requests = new RequestLimits(settings);
  const revocations = new Revocations(hub);
  const verifier = withRevocations(createTokenVerifier(tokenRules(settings)), revocations);
  const watch = await AccessWatch.begin({
    ...{ source: accessSource, epoch: accessStore.epoch, projection: revocations, deadLetters },
    ...{ connection: nats, consumers: operations.consumers },
  });
  return {
    verifier,
    requests,
    callers: new Callers({ verifier, keys: new ApiKeys(settings.apiKeys), requests, anonymous: settings.anonymous }),
    revocations,
    revoke: async (userId, by) => {
      const event = await revokeUser(accessStore, { userId, by });
      revocations.apply({ event, lane: accessLane(userId) });
      return event;
    },
    isCurrent: () => watch.isCurrent,
    close: () => watch.close(),
  };
}

const tokenRules = ({ jwtSecret, jwksUrl, jwtIssuer, jwtAudience }: Settings): TokenRules => ({
  ...(jwtSecret === undefined ? {} : { secret: jwtSecret }),
  ...(jwksUrl === undefined ? {} : { jwksUrl }),
  ...(jwtIssuer === undefined ? {} : { issuer: jwtIssuer }),
  ...(jwtAudience === undefined ? {} : { audience: jwtAudience }),
});
