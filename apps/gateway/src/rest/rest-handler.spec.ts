import fc from 'fast-check';
import { Type } from 'typebox';
import { ApiKeys } from '../auth/api-keys.js';
import { Callers } from '../auth/callers.js';
import { signDevToken } from '../auth/dev-tokens.js';
import { createTokenVerifier } from '../auth/token-verifier.js';
import { RoomId, SettingsWish } from '../http/schemas.js';
import { RequestLimits } from '../limits/request-limits.js';
import { Refused } from '../refusal.js';
import type { RestRequest } from '../transport/http-route.js';
import { restHandler } from './rest-handler.js';
import { route, type AnyInput } from './route.js';

const secret = 'a secret of thirty-two bytes or more';

const callers = new Callers({
  verifier: createTokenVerifier({ secret }),
  keys: new ApiKeys([{ id: 'billing', secret: 'a key' }]),
  requests: new RequestLimits({ userRequestRate: 0, addressRequestRate: 0 }),
  anonymous: false,
});

let seen: AnyInput | undefined;
beforeEach(() => (seen = undefined));

/** A route that takes something in every place. */
const everything = route({
  id: 'everything',
  method: 'post',
  path: '/rooms/{roomId}/things/{thing}',
  tag: 'tests',
  summary: 'Takes something in every place',
  access: 'anyone',
  params: { roomId: RoomId, thing: Type.String() },
  query: { limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }), q: Type.Optional(Type.String()) },
  headers: { 'idempotency-key': Type.Optional(Type.String({ maxLength: 3, 'x-code': 'invalid_client_message_id' })) },
  body: {
    name: Type.String({ minLength: 1 }),
    tags: Type.Optional(Type.Array(Type.String())),
    settings: Type.Optional(SettingsWish),
    kind: Type.Enum(['a', 'b'], { default: 'a' }),
  },
  answers: { 201: { description: 'Done', schema: Type.Object({ name: Type.String() }) } },
}).handledBy((input) => {
  seen = input;
  return { status: 201, headers: { Location: '/there' }, body: { name: input.body.name } };
});

const request = (given: Partial<RestRequest> & { readonly json?: unknown } = {}): RestRequest => ({
  path: '/rooms/lobby/things/x',
  parameters: ['lobby', 'x'],
  query: new URLSearchParams(),
  address: '127.0.0.1',
  bearer: undefined,
  token: undefined,
  headers: {},
  rawQuery: '',
  gone: new AbortController().signal,
  body: () => Promise.resolve(given.json),
  ...given,
});

const handle = restHandler(everything, callers);
const answer = async (given: Parameters<typeof request>[0]) => {
  const { status, headers, body } = await handle(request(given));
  return { status, headers, body: JSON.parse(body as string) as unknown };
};

describe('a route', () => {
  it('is given what it declares, with defaults filled in', async () => {
    await answer({ json: { name: 'n', tags: ['t'], more: 1 }, query: new URLSearchParams('limit=7&other=1') });
    expect(seen).toEqual({
      caller: undefined,
      params: { roomId: 'lobby', thing: 'x' },
      query: { limit: 7 },
      headers: {},
      body: { name: 'n', tags: ['t'], kind: 'a' },
      request: expect.objectContaining({ address: '127.0.0.1' }) as unknown,
    });
  });

  it('is given its headers, whatever else is sent', async () => {
    await answer({ json: { name: 'n' }, headers: { 'idempotency-key': 'k1', accept: '*/*' } });
    expect(seen).toMatchObject({ headers: { 'idempotency-key': 'k1' }, query: { limit: 50 } });
  });

  it('takes null in an optional field for nothing', async () => {
    await answer({ json: { name: 'n', tags: null, kind: null } });
    expect(seen?.body).toEqual({ name: 'n', kind: 'a' });
  });

  it('answers with its status, headers and body', async () => {
    expect(await answer({ json: { name: 'n' } })).toEqual({
      status: 201,
      headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', Location: '/there' },
      body: { name: 'n' },
    });
  });

  it.each<[what: string, given: Parameters<typeof request>[0], code: string, field: string | undefined]>([
    ['no body', {}, 'invalid_frame', 'name'],
    ['a list for a body', { json: [] }, 'invalid_frame', undefined],
    ['a text for a body', { json: 'name' }, 'invalid_frame', undefined],
    ['a field of the wrong type', { json: { name: 5 } }, 'invalid_frame', 'name'],
    ['a field within a list', { json: { name: 'n', tags: ['a', 5] } }, 'invalid_frame', 'tags.1'],
    ['a value that is none of those', { json: { name: 'n', kind: 'c' } }, 'invalid_frame', 'kind'],
    ['a field in the prototype', { json: JSON.parse('{"__proto__":{"name":"n"}}') }, 'invalid_frame', 'name'],
    ['null in a field that is needed', { json: { name: null } }, 'invalid_frame', 'name'],
    [
      'a field with a code of its own',
      { json: { name: 'n', settings: { isPublic: 1 } } },
      'invalid_settings',
      'settings.isPublic',
    ],
    ['a variable of the path', { json: { name: 'n' }, parameters: ['', 'x'] }, 'invalid_room_id', 'roomId'],
    ['a control character', { json: { name: 'n' }, parameters: ['a\0b', 'x'] }, 'invalid_room_id', 'roomId'],
    ['a limit that is too high', { query: new URLSearchParams('limit=101') }, 'invalid_frame', 'limit'],
    ['a limit that is no number', { query: new URLSearchParams('limit=many') }, 'invalid_frame', 'limit'],
    ['a limit that is no whole number', { query: new URLSearchParams('limit=1.5') }, 'invalid_frame', 'limit'],
    ['an empty limit', { query: new URLSearchParams('limit=') }, 'invalid_frame', 'limit'],
    ['a header', { headers: { 'idempotency-key': 'long' } }, 'invalid_client_message_id', 'idempotency-key'],
  ])('refuses %s, and says which', async (_what, given, code, field) => {
    const refusal: unknown = await Promise.resolve(handle(request(given))).catch((cause: unknown) => cause);
    expect(refusal).toBeInstanceOf(Refused);
    expect(refusal).toMatchObject({ code, ...(field === undefined ? {} : { field }) });
    expect(seen).toBeUndefined();
  });

  it('refuses with a Refused or answers, whatever is sent', async () => {
    const texts = fc.string({ unit: 'binary' });
    const given = fc.record({
      json: fc.oneof(
        fc.jsonValue(),
        fc.record({ name: fc.jsonValue(), kind: fc.jsonValue(), settings: fc.jsonValue() }),
      ),
      parameters: fc.tuple(texts, texts),
      query: fc
        .dictionary(fc.constantFrom('limit', 'q', '__proto__'), texts)
        .map((query) => new URLSearchParams(query)),
      headers: fc.dictionary(fc.constantFrom('idempotency-key', 'noroshi-user'), texts),
    });
    await fc.assert(
      fc.asyncProperty(given, async (sent) => {
        const outcome: unknown = await Promise.resolve(handle(request(sent))).catch((cause: unknown) => cause);
        expect(outcome instanceof Refused || (outcome as { status: number }).status === 201).toBe(true);
      }),
    );
  });
});

describe('who may use a route', () => {
  const named = (access: 'guest' | 'known' | 'user' | 'admin') =>
    restHandler(
      route({
        id: 'who',
        method: 'get',
        path: '/who',
        tag: 'tests',
        summary: 'Who asks',
        access,
        answers: { 204: { description: 'You may' } },
      }).handledBy(() => ({ status: 204 })),
      callers,
    );
  const tokenOf = async (roles: string[] = []) =>
    (await signDevToken(secret, { userId: 'ann', roles, expiresIn: 60 })).token;
  const outcomeOf = async (access: Parameters<typeof named>[0], bearer?: string, headers = {}): Promise<unknown> => {
    const asked = request({ bearer, token: bearer, headers });
    const outcome: unknown = await Promise.resolve(named(access)(asked)).catch((cause: unknown) => cause);
    return outcome instanceof Refused ? outcome.code : (outcome as { status: number }).status;
  };
  const key = 'billing:a key';
  const asBob = { 'noroshi-user': 'b%C3%B6b' };

  it.each([
    ['guest', [204, 204, 204, 204, 'unauthenticated']],
    ['known', [204, 204, 204, 204, 'unauthenticated']],
    ['user', [204, 204, 'user_required', 204, 'unauthenticated']],
    ['admin', ['forbidden', 204, 204, 'forbidden', 'unauthenticated']],
  ] as const)('%s: a user, an operator, a back end, a back end for a user, nobody', async (access, expected) => {
    const outcomes = [
      await outcomeOf(access, await tokenOf()),
      await outcomeOf(access, await tokenOf(['admin'])),
      await outcomeOf(access, key),
      await outcomeOf(access, key, asBob),
      await outcomeOf(access),
    ];
    expect(outcomes).toEqual(expected);
  });

  it.each(['%', '%00', 'x'.repeat(129)])('a back end can not act for %.10s', async (id) => {
    expect(await outcomeOf('user', key, { 'noroshi-user': id })).toBe('invalid_frame');
  });

  it('nobody but a back end says for whom it acts', async () => {
    expect(await callers.identify({ bearer: await tokenOf(), token: await tokenOf(), headers: asBob })).toMatchObject({
      user: { id: 'ann' },
    });
    expect(await callers.identify({ bearer: key, token: key, headers: asBob })).toMatchObject({
      user: { id: 'böb', name: 'böb', guest: false },
      roles: [],
    });
  });
});
