import { Progress } from './progress.js';

describe('the progress of a read model', () => {
  it('lets a request wait until a position was reached', async () => {
    const progress = new Progress();
    let settled = false;
    const waiting = progress.reaches(7).then((reached) => {
      settled = true;
      return reached;
    });
    await progress.save('rooms', 6);
    expect(settled).toBe(false);
    await progress.save('rooms', 9);
    expect(await waiting).toBe(true);
  });

  it('does not wait for what was reached before', async () => {
    const progress = new Progress();
    await progress.save('rooms', 7);
    expect(await progress.reaches(7)).toBe(true);
  });

  it('tells a request that it waited in vain', async () => {
    expect(await new Progress().reaches(1, 5)).toBe(false);
  });

  it('never goes back by itself', async () => {
    const progress = new Progress();
    await progress.save('rooms', 7);
    await progress.save('rooms', 3);
    expect(await progress.load()).toBe(7);
  });
});
