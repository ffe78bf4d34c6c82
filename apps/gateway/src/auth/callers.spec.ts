import { ApiKeys } from './api-keys.js';
import { Callers } from './callers.js';
import { RequestLimits } from '../limits/request-limits.js';
import { signDevToken } from './dev-tokens.js';
import { createTokenVerifier } from './token-verifier.js';

const secret = 'a secret of thirty-two bytes or more';
const key = { id: 'billing', secret: 'a key of a back end' };
const tokenOf = async (userId: string, roles: readonly string[] = []) =>
  (await signDevToken(secret, { userId, roles: [...roles], expiresIn: 60 })).token;

const callers = (anonymous = false) =>
  new Callers({
    verifier: createTokenVerifier({ secret }),
    keys: new ApiKeys([key]),
    requests: new RequestLimits({ userRequestRate: 0, addressRequestRate: 0 }),
    anonymous,
  });

const shown = (bearer: string) => ({ bearer, token: bearer });
const nothing = { bearer: undefined, token: undefined };

describe('who asks over HTTP', () => {
  it('is known by a token', async () => {
    const caller = await callers().identify(shown(await tokenOf('ann', ['admin'])));
    expect(caller).toEqual({ kind: 'user', user: { id: 'ann', name: 'ann', guest: false }, roles: ['admin'] });
  });

  it('is known by an API key', async () => {
    expect(await callers().identify(shown('billing:a key of a back end'))).toEqual({ kind: 'key', id: 'billing' });
  });

  it.each(['billing:a key of a back enD', 'billing:', 'nobody:a key of a back end', ':', 'billing'])(
    'is not known by %s',
    async (bearer) => {
      await expect(callers().identify(shown(bearer))).rejects.toMatchObject({ code: 'invalid_token' });
    },
  );

  it('is not known by an API key in the address', async () => {
    const inTheAddress = { bearer: undefined, token: 'billing:a key of a back end' };
    await expect(callers().identify(inTheAddress)).rejects.toMatchObject({ code: 'invalid_token' });
  });

  it('is nobody only where guests are let in', async () => {
    expect(await callers(true).identify(nothing)).toEqual({ kind: 'guest' });
    await expect(callers().identify(nothing)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('an administrator', () => {
  it('has the role, or a key', async () => {
    expect(await callers().administrator(shown(await tokenOf('ann', ['admin'])))).toMatchObject({ kind: 'user' });
    expect(await callers().administrator(shown('billing:a key of a back end'))).toMatchObject({ kind: 'key' });
  });

  it('is nobody else', async () => {
    await expect(callers().administrator(shown(await tokenOf('bob')))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(callers(true).administrator(nothing)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
