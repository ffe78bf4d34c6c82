import { statusOf, userStatusDecider } from './user-status.js';

const [busy, idle] = [{ idle: false }, { idle: true }];

describe("a user's status", () => {
  it('is offline without connections, whatever was chosen', () => {
    expect([statusOf([], 'online'), statusOf([], 'dnd')]).toEqual(['offline', 'offline']);
  });
  it('is online while one connection is in use', () => {
    expect(statusOf([idle, busy], 'online')).toBe('online');
  });
  it('is away when all connections are idle', () => {
    expect(statusOf([idle, idle], 'online')).toBe('away');
  });
  it('is do-not-disturb when the user has chosen that, idle or not', () => {
    expect([statusOf([busy], 'dnd'), statusOf([idle], 'dnd')]).toEqual(['dnd', 'dnd']);
  });
  it('is chosen by an event, and choosing it again is none', () => {
    const { decide, initialState } = userStatusDecider;
    const chosen = { type: 'StatusChosen', status: 'dnd' } as const;
    expect(decide({ type: 'ChooseStatus', status: 'dnd' }, initialState)).toEqual({ kind: 'accepted', event: chosen });
    expect(decide({ type: 'ChooseStatus', status: 'dnd' }, 'dnd')).toEqual({ kind: 'unchanged' });
    expect(decide({ type: 'ChooseStatus', status: 'online' }, 'dnd')).toMatchObject({ kind: 'accepted' });
  });
});
