import { Type } from 'typebox';
import { isConnectionId } from '../push/connection-id.js';
import type { Connections } from '../push/connections.js';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';

export interface DisconnectRouteParts {
  readonly connections: Pick<Connections, 'fulfil'>;
}

/** For operators: the same as the connections API does for back ends that sign. */
export const disconnectRoute = ({ connections }: DisconnectRouteParts): Route =>
  route({
    id: 'closeConnection',
    method: 'delete',
    path: '/api/v1/connections/{connectionId}',
    tag: 'connections',
    summary: 'Close one connection, on whichever gateway it is',
    description: 'Its client may come back, and does if it is a good one: to keep somebody out, revoke the user.',
    access: 'admin',
    params: { connectionId: Type.String() },
    refusals: ['not_found'],
    answers: { 204: { description: 'It is closed' } },
  }).handledBy(async ({ params: { connectionId } }) => {
    if (!isConnectionId(connectionId)) throw new Refused('not_found', NO_CONNECTION);
    const outcome = await connections.fulfil({ kind: 'close', connectionId });
    if (outcome.kind === 'gone') throw new Refused('not_found', NO_CONNECTION);
    return { status: 204 };
  });

const NO_CONNECTION = 'There is no such connection';
