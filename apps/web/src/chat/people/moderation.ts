import type { Role } from '@noroshi/client';

export type Measure = 'makeModerator' | 'makeMember' | 'makeOwner' | 'mute' | 'unmute' | 'remove' | 'ban';

/** There is no easy way back from these: they are asked for twice. */
export const isGrave = (measure: Measure): boolean => ['makeOwner', 'remove', 'ban'].includes(measure);

/** What the server lets somebody of this role do about another: it decides again. */
export function measuresFor(mine: Role, theirs: Role): readonly Measure[] {
  if (mine === 'owner') {
    const promotion: Measure = theirs === 'moderator' ? 'makeMember' : 'makeModerator';
    return [promotion, 'makeOwner', 'mute', 'unmute', 'remove', 'ban'];
  }
  return mine === 'moderator' && theirs === 'member' ? ['mute', 'unmute', 'remove', 'ban'] : [];
}

interface Call {
  readonly method: 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

const hourMs = 3_600_000;

export interface Whom {
  readonly userId: string;
  readonly roomId: string;
}

/** `now`: milliseconds since 1970. */
export function callFor(measure: Measure, { userId, roomId }: Whom, now: number): Call {
  const room = `/rooms/${encodeURIComponent(roomId)}`;
  const user = encodeURIComponent(userId);
  const role = (name: Role): Call => ({ method: 'PUT', path: `${room}/members/${user}/role`, body: { role: name } });
  const mute = (until: number): Call => ({ method: 'PUT', path: `${room}/mutes/${user}`, body: { until } });
  switch (measure) {
    case 'makeModerator':
      return role('moderator');
    case 'makeMember':
      return role('member');
    case 'makeOwner':
      return role('owner');
    case 'mute':
      return mute(now + hourMs);
    case 'unmute':
      return mute(now);
    case 'remove':
      return { method: 'DELETE', path: `${room}/members/${user}` };
    case 'ban':
      return { method: 'PUT', path: `${room}/bans/${user}` };
  }
}
