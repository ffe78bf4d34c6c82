import { ForbiddenException, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { pushClient } from './push-client.js';
import { setScene } from './scene.js';
import { Stack } from './stack.js';

const scene = setScene();

it('without API keys, a developer on this machine may sign with anything', async () => {
  const reader = await scene.connect('reader');
  const client = pushClient(scene.stack, { key: 'anybody:anything', stage: '/dev' });
  await client.send(new PostToConnectionCommand({ ConnectionId: reader.connectionId, Data: '{"type":"pushed"}' }));
  expect(await reader.next('pushed')).toEqual({ type: 'pushed' });
});

it('a guest that has said nothing yet is reached as well', async () => {
  const guest = await scene.connectAs({});
  const client = pushClient(scene.stack, { key: 'anybody:anything' });
  await client.send(new PostToConnectionCommand({ ConnectionId: guest.connectionId, Data: '{"type":"pushed"}' }));
  expect(await guest.next('pushed')).toEqual({ type: 'pushed' });
});

it('without API keys and development tokens nobody may', async () => {
  const stack = await Stack.start({ env: { NOROSHI_DEV_TOKENS: 'false' } });
  try {
    const client = pushClient(stack, { key: 'anybody:anything' });
    const asked = client.send(new PostToConnectionCommand({ ConnectionId: 'L0SM9cOFvHcCIhw=', Data: 'x' }));
    await expect(asked).rejects.toThrow(ForbiddenException);
  } finally {
    await stack.discard();
  }
});
