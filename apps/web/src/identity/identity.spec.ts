import type { TokenResult } from '../api/dev-tokens.js';
import { createCredentials } from './credentials.js';
import { identityFromToken } from './identity.js';
import { slug } from './slug.js';
import { readToken } from './token.js';

const token = (claims: object): string => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

describe('an id from a name', () => {
  it.each([
    ['Ada Lovelace', 'ada-lovelace'],
    ['  ada   LOVELACE ', 'ada-lovelace'],
    ['Inês', 'inês'],
    ['狼煙', '狼煙'],
    ['<b>&', 'b'],
    ['!!!', ''],
  ])('%s is %s', (name, id) => {
    expect(slug(name)).toBe(id);
  });
});

describe('a token', () => {
  it('says who it is for and until when', () => {
    expect(readToken(token({ sub: 'ada', name: 'Ada Ü', exp: 10 }))).toEqual({
      ...{ userId: 'ada', name: 'Ada Ü', roles: [], expiresAt: 10_000 },
    });
  });

  it.each(['', 'x', 'a.b.c', token({}), token([1]), 'h.%%%.s'])('is not %j', (text) => {
    expect(readToken(text)).toBeUndefined();
  });
});

describe('credentials', () => {
  const setUp = (options: { exp: number; renewable: boolean; result?: TokenResult }) => {
    const identity = identityFromToken(token({ sub: 'ada', exp: options.exp }), options.renewable);
    if (!identity) throw new Error('unreadable');
    const asked: string[] = [];
    const result = options.result ?? { kind: 'token', token: token({ sub: 'ada', exp: 9_999 }) };
    const credentials = createCredentials({
      identity,
      request: ({ userId }) => {
        asked.push(userId);
        return Promise.resolve(result);
      },
      save: () => undefined,
      now: () => 1_000_000,
    });
    return { credentials, asked, first: identity.token };
  };

  it('give the token they hold while it is good', async () => {
    const { credentials, asked, first } = setUp({ exp: 2_000, renewable: true });
    expect(await credentials.token({ refused: 'no' })).toEqual({ kind: 'token', token: first });
    expect(asked).toEqual([]);
  });

  it('ask once for a new one when it has run out, for all who wait', async () => {
    const { credentials, asked, first } = setUp({ exp: 1_000, renewable: true });
    const answers = await Promise.all([credentials.token({ refused: 'no' }), credentials.token({ refused: 'yes' })]);
    expect(asked).toEqual(['ada']);
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).not.toMatchObject({ token: first });
  });

  it('end when a pasted token is refused or has run out, but not on mere suspicion', async () => {
    const pasted = setUp({ exp: 2_000, renewable: false });
    expect(await pasted.credentials.token({ refused: 'maybe' })).toMatchObject({ kind: 'token' });
    expect(await pasted.credentials.token({ refused: 'yes' })).toEqual({ kind: 'ended' });
    const old = setUp({ exp: 1_000, renewable: false });
    expect(await old.credentials.token({ refused: 'no' })).toEqual({ kind: 'ended' });
  });

  it('are only unavailable while the server cannot be reached', async () => {
    const { credentials } = setUp({ exp: 1_000, renewable: true, result: { kind: 'unreachable' } });
    expect(await credentials.token({ refused: 'no' })).toEqual({ kind: 'unavailable' });
  });
});
