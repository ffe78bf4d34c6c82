import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { WebhookReceiver, type Received, type ReceiverAnswer } from '@noroshi/testing';
import { NotUpgraded } from './client.js';
import { pushClient } from './push-client.js';
import { setScene } from './scene.js';

const hook = await WebhookReceiver.start();
const scene = setScene({
  env: {
    NOROSHI_CONNECT_HOOK: hook.url,
    NOROSHI_CONNECT_HOOK_SECRET: 'a secret of at least thirty-two bytes',
    NOROSHI_CONNECT_HOOK_TIME: '1000',
  },
});

afterAll(() => hook.goDown());
beforeEach(() => {
  hook.answer = () => 204;
});

const statusFor = async (userId: string): Promise<number> => {
  try {
    await scene.connect(userId);
    return 101;
  } catch (cause) {
    if (cause instanceof NotUpgraded) return cause.status;
    throw cause;
  }
};

const answering =
  (answers: Readonly<Record<string, ReceiverAnswer>>) =>
  ({ body }: Received): ReceiverAnswer =>
    answers[(body.data['user'] as { id?: string } | undefined)?.id ?? ''] ?? 204;

describe('a hook that is asked who may connect', () => {
  it('knows who it is, and under which id the connection will be', async () => {
    const ann = await scene.connect('ann', { query: { from: 'the shop' }, headers: { 'user-agent': 'a phone' } });
    const { body, headers } = hook.calls.at(-1) ?? {};
    expect(headers?.['webhook-signature']).toMatch(/^v1,/);
    expect(body).toMatchObject({
      type: 'ConnectRequested',
      data: {
        ...{ connectionId: ann.connectionId, userAgent: 'a phone', query: { from: 'the shop' } },
        user: { id: 'ann', name: 'ann', guest: false },
      },
    });
    expect(JSON.stringify(body)).not.toContain('eyJ');
    const client = pushClient(scene.stack, { key: 'any:thing' });
    await client.send(new PostToConnectionCommand({ ConnectionId: ann.connectionId, Data: '{"type":"pushed"}' }));
    expect(await ann.next('pushed')).toEqual({ type: 'pushed' });
  });

  it('lets in and keeps out whom it wants', async () => {
    hook.answer = answering({ ben: 401, cat: 403, dan: 500 });
    expect(await Promise.all(['ann', 'ben', 'cat', 'dan'].map(statusFor))).toEqual([101, 401, 403, 503]);
  });

  it('keeps out those for whom it does not answer in time, and nobody else', async () => {
    hook.answer = answering({ ben: 'hang' });
    expect(await Promise.all(['ann', 'ben'].map(statusFor))).toEqual([101, 503]);
  });

  it('is asked about those who only listen as well', async () => {
    hook.answer = answering({ cat: 403 });
    const headers = { authorization: `Bearer ${scene.stack.token('cat')}` };
    expect((await fetch(`${scene.stack.url}/sse?rooms=lobby`, { headers })).status).toBe(403);
  });

  it('is not asked about who may not connect anyway', async () => {
    const before = hook.calls.length;
    await expect(scene.connectAs({ token: 'none' })).rejects.toMatchObject({ status: 401 });
    expect(hook.calls).toHaveLength(before);
  });

  it('keeps everybody out while it is down, but for those who are in', async () => {
    const roomId = scene.newRoom();
    const ann = await scene.connect('ann');
    await ann.join(roomId);
    await hook.goDown();
    expect(await statusFor('ben')).toBe(503);
    await ann.say(roomId, 'still here');
    await hook.comeBack();
    expect(await statusFor('ben')).toBe(101);
  });
});
