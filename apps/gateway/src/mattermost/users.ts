import { Type } from 'typebox';
import { shortIdOf, type UserStatus } from '@noroshi/domain';
import { profileOf, team } from '@noroshi/protocol';
import { Refused } from '../refusal.js';
import type { RoomsClient } from '../services/service-clients.js';
import { isOwn, type Names } from './names.js';
import { bodyReader, type Asked, type MattermostRoute } from './route.js';

export interface UserRoutesParts {
  readonly names: Names;
  readonly rooms: Pick<RoomsClient, 'statuses' | 'chooseStatus'>;
}

const MOST_USERS = 200;
const readIds = bodyReader(Type.Array(Type.String(), { maxItems: MOST_USERS }));
const readStatus = bodyReader(Type.Object({ user_id: Type.Optional(Type.String()), status: Type.String() }));

/** Who somebody is, and how seen. */
export const userRoutes = (parts: UserRoutesParts): readonly MattermostRoute[] => {
  const { names } = parts;
  const profiles = async (asked: Asked, ids: readonly string[]) => {
    const own = ids.some((id) => isOwn(id, asked.caller)) ? [asked.caller.user] : [];
    const others = await names.people(ids.filter((id) => !isOwn(id, asked.caller)));
    return { body: [...own, ...others].map(profileOf) };
  };
  return [
    { method: 'get', path: '/users/me', handle: ({ caller }) => Promise.resolve({ body: profileOf(caller.user) }) },
    { method: 'get', path: '/users/ids', handle: (asked) => profiles(asked, idsIn(asked)) },
    { method: 'post', path: '/users/ids', handle: async (asked) => profiles(asked, await readIds(asked)) },
    {
      method: 'get',
      path: '/users/:user',
      handle: async ({ caller, parameters: [id] }) => ({ body: profileOf(await names.user(id, caller)) }),
    },
    { method: 'post', path: '/users/logout', handle: () => Promise.resolve(loggedOut) },
    { method: 'get', path: '/teams', handle: () => Promise.resolve({ body: [team] }) },
    { method: 'get', path: '/users/:user/teams', handle: () => Promise.resolve({ body: [team] }) },
    ...statusRoutes(parts),
  ];
};

/** The token goes on being good until it runs out; the cookie is gone. */
const loggedOut = {
  headers: { 'Set-Cookie': 'MMAUTHTOKEN=; Path=/api/v4; HttpOnly; SameSite=Lax; Max-Age=0' },
  body: { status: 'OK' },
};

const statusRoutes = ({ names, rooms }: UserRoutesParts): readonly MattermostRoute[] => {
  const statuses = async (userIds: readonly string[]) => {
    const answer = await rooms.statuses({ userIds });
    if (!answer.ok) throw new Refused(answer.code);
    return answer.statuses.map(({ userId, status }) => statusItem(userId, status));
  };
  return [
    {
      method: 'post',
      path: '/users/status/ids',
      handle: async (asked) => ({ body: await statuses(await readIds(asked)) }),
    },
    {
      method: 'get',
      path: '/users/:user/status',
      handle: async ({ caller, parameters: [id] }) => {
        const { id: userId } = await names.user(id, caller);
        return { body: (await statuses([userId]))[0] };
      },
    },
    {
      method: 'put',
      path: '/users/:user/status',
      handle: async (asked) => {
        const { caller, parameters } = asked;
        const { status } = await readStatus(asked);
        if (!isOwn(parameters[0] ?? '', caller)) throw new Refused('forbidden');
        if (status !== 'online' && status !== 'dnd')
          throw new Refused('invalid_frame', 'Only online and dnd can be chosen; the others come of themselves');
        const answer = await rooms.chooseStatus({ userId: caller.user.id, status });
        if (!answer.ok) throw new Refused(answer.code);
        return { body: statusItem(caller.user.id, status) };
      },
    },
  ];
};

const statusItem = (userId: string, status: UserStatus) => ({
  user_id: shortIdOf(userId),
  status,
  manual: status === 'dnd',
  last_activity_at: 0,
  active_channel: '',
});

function idsIn({ query }: Asked): readonly string[] {
  const ids = (query.get('ids') ?? query.get('user_ids') ?? '').split(',').filter((id) => id !== '');
  if (ids.length > MOST_USERS) throw new Refused('invalid_frame', `At most ${MOST_USERS} users can be asked for`);
  return ids;
}
