import { eventually } from './eventually.js';

describe('eventually', () => {
  it('gives the first value that holds', async () => {
    let calls = 0;
    await expect(eventually(() => (++calls > 2 ? calls : undefined), { reason: 'three calls' })).resolves.toBe(3);
  });

  it('takes zero and the empty string as held', async () => {
    await expect(eventually(() => 0, { reason: 'zero' })).resolves.toBe(0);
    await expect(eventually(() => '', { reason: 'nothing' })).resolves.toBe('');
  });

  it('fails with the reason and with the last error as its cause', async () => {
    const probe = () => Promise.reject(new Error('connection refused'));
    await expect(eventually(probe, { reason: 'the gateway answers', timeoutMs: 50 })).rejects.toMatchObject({
      message: 'the gateway answers: not within 50 ms',
      cause: { message: 'connection refused' },
    });
  });
});
