import { provideBoto3 } from './boto3.js';
import { nextRaw } from './push-client.js';
import { setScene } from './scene.js';

const boto3 = await provideBoto3();
if ('problem' in boto3) process.stdout.write(`\nTHE TESTS WITH boto3 ARE SKIPPED: ${boto3.problem}\n\n`);

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_API_KEYS: 'ops:the-key-of-the-operators' } });

function call(operation: string, connectionId: string, more: { data?: Uint8Array; secret?: string } = {}) {
  if ('problem' in boto3) throw new Error(boto3.problem);
  const { data, secret = 'the-key-of-the-operators' } = more;
  return boto3.run({
    ...{ operation, connectionId, endpoint: `${scene.stack.url}/prod`, id: 'ops', secret },
    ...(data === undefined ? {} : { data: Buffer.from(data).toString('base64') }),
  });
}

('problem' in boto3 ? describe.skip : describe)("the vendor's client for Python", () => {
  it('posts, is told, closes, and catches what is gone', async () => {
    const reader = await scene.connect('reader', { headers: { 'user-agent': 'a phone' } });
    expect(
      await call('post_to_connection', reader.connectionId, { data: Buffer.from('{"type":"pushed"}') }),
    ).toMatchObject({ status: 200 });
    expect(await reader.next('pushed')).toEqual({ type: 'pushed' });
    reader.socket.removeAllListeners('message');
    const raw = nextRaw(reader);
    await call('post_to_connection', reader.connectionId, { data: Buffer.from([0xff, 0x00]) });
    expect(await raw).toEqual({ bytes: Buffer.from([0xff, 0x00]), isBinary: true });
    expect(await call('get_connection', reader.connectionId)).toMatchObject({
      status: 200,
      answer: {
        ConnectedAt: expect.stringMatching(/^20\d\d-/) as string,
        LastActiveAt: expect.stringMatching(/^20\d\d-/) as string,
        Identity: { SourceIp: expect.stringContaining('127.0.0.1') as string, UserAgent: 'a phone' },
      },
    });
    expect(await call('delete_connection', reader.connectionId)).toMatchObject({ status: 204 });
    expect((await reader.closed).code).toBe(1001);
    for (const operation of ['get_connection', 'delete_connection']) {
      expect(await call(operation, reader.connectionId)).toEqual({
        ...{ status: 410, type: 'GoneException', code: 'GoneException', retries: 0 },
      });
    }
  });

  it('is refused with the exceptions that it knows', async () => {
    const reader = await scene.connect('reader');
    const post = (more: { data: Uint8Array; secret?: string }, id = reader.connectionId) =>
      call('post_to_connection', id, more);
    expect(await post({ data: Buffer.alloc(131_073) })).toMatchObject({
      status: 413,
      type: 'PayloadTooLargeException',
    });
    expect(await post({ data: Buffer.from('x'), secret: 'wrong' })).toMatchObject({
      ...{ status: 403, type: 'ForbiddenException' },
    });
    expect(await post({ data: Buffer.from('x') }, 'L0SM9cOFvHcCIhw=')).toMatchObject({ type: 'GoneException' });
    expect(await post({ data: Buffer.from('x') }, 'not an id')).toMatchObject({
      ...{ status: 400, code: 'BadRequestException' },
    });
  });
});
