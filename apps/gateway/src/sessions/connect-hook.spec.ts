import type { Attempt, Webhook } from '@noroshi/webhooks';
import { ConnectHook } from './connect-hook.js';

const knock = {
  query: new URLSearchParams('token=secret&userId=ann&room=lobby'),
  address: '192.0.2.1',
  userAgent: 'a phone',
  origin: 'https://chat.example.com',
};
const identity = { user: { id: 'ann', name: 'Ann', guest: false } };

/** A hook that answers so, and what it was asked. */
function scene(...answers: readonly Attempt[]) {
  const asked: Webhook[] = [];
  const logged: string[] = [];
  const log = (message: string) => void logged.push(message);
  const hook = new ConnectHook({
    sender: {
      attempt: (webhook) => {
        asked.push(webhook);
        return Promise.resolve(answers[asked.length - 1] ?? { kind: 'delivered' });
      },
    },
    newConnectionId: () => 'c1',
    logger: { info: log, warn: log },
  });
  return { hook, asked, logged };
}

const refused = (status: number): Attempt => ({ kind: 'refused', reason: '', status });
const away: Attempt = { kind: 'away', reason: 'nobody listens' };

describe('who wants to connect', () => {
  it('is told to the back end, without the token', async () => {
    const { hook, asked } = scene();
    expect(await hook.ask(knock, identity)).toEqual({ ok: true, connectionId: 'c1' });
    expect(asked).toMatchObject([{ id: 'connect_c1' }]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      type: 'ConnectRequested',
      timestamp: expect.stringMatching(/^20\d\d-.*Z$/) as string,
      data: {
        ...{ connectionId: 'c1', user: identity.user, address: '192.0.2.1', userAgent: 'a phone' },
        ...{ origin: 'https://chat.example.com', query: { userId: 'ann', room: 'lobby' } },
      },
    });
  });

  it.each([
    [401, { ok: false, code: 'unauthenticated' }],
    [403, { ok: false, code: 'forbidden' }],
    [404, { ok: false, code: 'unavailable', retryAfter: 1 }],
    [500, { ok: false, code: 'unavailable', retryAfter: 1 }],
  ])('is answered by what it says: %i', async (status, answer) => {
    expect(await scene(refused(status)).hook.ask(knock, undefined)).toEqual(answer);
  });

  it('does not come in while nobody answers, which is logged once', async () => {
    const { hook, logged } = scene(away, away, refused(403), { kind: 'delivered' }, away);
    const answers: unknown[] = [];
    for (let n = 0; n < 5; n += 1) answers.push(await hook.ask(knock, undefined));
    expect(answers).toMatchObject([
      ...[{ code: 'unavailable' }, { code: 'unavailable' }, { code: 'forbidden' }, { ok: true }],
      { code: 'unavailable' },
    ]);
    expect(logged).toHaveLength(3);
  });
});
