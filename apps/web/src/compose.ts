import worker from '@noroshi/client/worker?sharedworker&url';
import { connect, NoroshiError, type Client } from '@noroshi/client';
import { requestDevToken } from './api/dev-tokens.js';
import { createCredentials } from './identity/credentials.js';
import { saveIdentity, type Identity } from './identity/identity.js';
import { SignIns } from './identity/sign-ins.js';
import type { SignOutReason } from './sign-in/sign-out-reason.js';

/** The connection of one person, which lasts until they sign out or the server does not want it any more. */
function composeClient(identity: Identity, onEnded: (reason: SignOutReason) => void): Client {
  const save = (next: Identity): void => saveIdentity(window, next);
  const credentials = createCredentials({ identity, request: requestDevToken, save, now: Date.now });
  let hasToken = true;
  const client = connect({
    share: { worker },
    token: async (reason) => {
      const answer = await credentials.token({ refused: refusedBy[reason] });
      if (answer.kind === 'token') return answer.token;
      hasToken = answer.kind !== 'ended';
      throw new NoroshiError(hasToken ? 'offline' : 'closed', 'There is no token to be had');
    },
  });
  client.on('state', ({ phase }) => {
    if (phase === 'closed') onEnded(hasToken ? 'revoked' : 'signed-out');
  });
  return client;
}

/** Of one that runs out soon a new one is had where there are new ones. */
const refusedBy = { first: 'no', expiring: 'maybe', refused: 'yes' } as const;

export const composeSignIns = (): SignIns => new SignIns({ storages: window, compose: composeClient });
