import { KeyedQueue } from './keyed-queue.js';

const opened = () => {
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  return { gate, open };
};

describe('a keyed queue', () => {
  it('runs what has one key in the order it came', async () => {
    const queue = new KeyedQueue();
    const { gate, open } = opened();
    const order: string[] = [];
    const first = queue.run('lobby', async () => {
      await gate;
      order.push('first');
    });
    const second = queue.run('lobby', () => Promise.resolve(order.push('second')));
    open();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
  });

  it('does not let one key wait for another', async () => {
    const queue = new KeyedQueue();
    const { gate, open } = opened();
    const slow = queue.run('lobby', () => gate);
    expect(await queue.run('kitchen', () => Promise.resolve('done'))).toBe('done');
    open();
    await slow;
  });

  it('goes on after a task that failed, and tells only its caller', async () => {
    const queue = new KeyedQueue();
    const failing = queue.run('lobby', () => Promise.reject(new Error('no log')));
    const next = queue.run('lobby', () => Promise.resolve('done'));
    await expect(failing).rejects.toThrow('no log');
    expect(await next).toBe('done');
  });

  it('is idle when everything queued is done', async () => {
    const queue = new KeyedQueue();
    const { gate, open } = opened();
    let done = false;
    void queue.run('lobby', () => gate).then(() => (done = true));
    open();
    await queue.idle();
    expect(done).toBe(true);
  });
});
