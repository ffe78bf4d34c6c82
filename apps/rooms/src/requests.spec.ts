import { parseLease, parseRequest } from './requests.js';

const by = { id: 'ann', name: 'Ann', guest: false };

describe('a request', () => {
  it('is taken as it is, with fields of later versions', () => {
    const request = { roomId: 'lobby', wish: { type: 'RenameRoom', name: 'Hall', by, at: 1, later: true } };
    expect(parseRequest.execute(request)).toBe(request);
  });

  it.each([
    ['nothing', undefined],
    ['no room', { wish: { type: 'LeaveRoom', by, at: 1 } }],
    ['a room id with a line break', { roomId: 'a\nb', wish: { type: 'LeaveRoom', by, at: 1 } }],
    ['an unknown wish', { roomId: 'lobby', wish: { type: 'PostMessage', content: 'x', by, at: 1 } }],
    ['a wish without its user', { roomId: 'lobby', wish: { type: 'LeaveRoom', at: 1 } }],
    ['a name that is no text', { roomId: 'lobby', wish: { type: 'RenameRoom', name: {}, by, at: 1 } }],
    ['a prototype for a wish', { roomId: 'lobby', wish: JSON.parse('{"__proto__":{"type":"LeaveRoom"}}') as unknown }],
  ])('with %s is refused by name', (_, payload) => {
    expect(() => parseRequest.execute(payload)).toThrow(/^execute/);
  });

  it('to list rooms has a bounded limit', () => {
    expect(() => parseRequest.publicRooms({ limit: 1e9 })).toThrow(/limit/);
  });
});

describe('a lease', () => {
  it('is numbered, and says whose it is', () => {
    const run = { gateway: 'g1', epoch: 1 };
    expect(() => parseLease({ run, change: -1 })).toThrow(/^lease/);
    expect(() => parseLease({ change: 1 })).toThrow(/^lease/);
    expect(parseLease({ run, change: 1 })).toMatchObject({ change: 1 });
  });
});
