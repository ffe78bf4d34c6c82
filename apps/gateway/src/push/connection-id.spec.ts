import { gatewayMark, isConnectionId, markIn, newConnectionId } from './connection-id.js';

describe('a connection id', () => {
  it('tells which gateway holds the connection, and nothing else twice', () => {
    const mark = gatewayMark('host-a.gateway-1');
    const ids = Array.from({ length: 100 }, () => newConnectionId(mark));
    expect(new Set(ids).size).toBe(100);
    expect(new Set(ids.map(markIn))).toEqual(new Set([mark]));
    expect(ids.every(isConnectionId)).toBe(true);
    for (const id of ids) expect(id).toMatch(/^[a-z2-7]{26}$/);
    expect(gatewayMark('host-a.gateway-2')).not.toBe(mark);
  });

  it('may look like those of other services', () => {
    for (const id of ['L0SM9cOFvHcCIhw=', 'a/b+c==', 'x']) expect(isConnectionId(id)).toBe(true);
    for (const id of ['', 'a b', 'ä', 'a\n', 'a.b', '!', 'x'.repeat(129)]) expect(isConnectionId(id)).toBe(false);
  });
});
