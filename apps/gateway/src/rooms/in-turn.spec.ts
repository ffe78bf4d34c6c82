import { InTurn } from './in-turn.js';

describe('answers in turn', () => {
  it('go on after one that failed', async () => {
    const turns = new InTurn();
    const failing = turns.after(Promise.reject(new Error('lost')));
    const next = turns.after('next');
    await expect(failing).rejects.toThrow('lost');
    expect(await next).toBe('next');
  });
});
