import { callFor, isGrave, measuresFor } from './moderation.js';

describe('what may be done about somebody', () => {
  it('by a member is nothing', () => {
    expect(measuresFor('member', 'member')).toEqual([]);
  });

  it('by a moderator is to keep order among members, not among moderators', () => {
    expect(measuresFor('moderator', 'member')).toEqual(['mute', 'unmute', 'remove', 'ban']);
    expect(measuresFor('moderator', 'moderator')).toEqual([]);
    expect(measuresFor('moderator', 'owner')).toEqual([]);
  });

  it('by the owner is also to give roles, that which the other does not have', () => {
    expect(measuresFor('owner', 'member')).toContain('makeModerator');
    expect(measuresFor('owner', 'moderator')).toContain('makeMember');
  });

  it('is asked for twice where there is no easy way back', () => {
    expect(measuresFor('owner', 'member').filter(isGrave)).toEqual(['makeOwner', 'remove', 'ban']);
  });

  it('is a call about that user in that room, whatever their ids are made of', () => {
    const whom = { userId: 'a/b', roomId: 'so?' };
    expect(callFor('ban', whom, 0)).toEqual({ method: 'PUT', path: '/rooms/so%3F/bans/a%2Fb' });
    expect(callFor('mute', whom, 1_000)).toMatchObject({ body: { until: 3_601_000 } });
    expect(callFor('unmute', whom, 1_000)).toMatchObject({ body: { until: 1_000 } });
  });
});
