import { BackOff, EventLogUnavailable, InMemoryCheckpointStore, type CheckpointStore } from '@noroshi/event-sourcing';
import { SavedProgress } from './saved-progress.js';

const begin = (checkpoints: CheckpointStore, end = 7) =>
  SavedProgress.begin({
    ...{ checkpoints, name: 'p', pauses: new BackOff({ firstMs: 1 }), onWaiting: () => undefined },
    origin: () => Promise.resolve(end),
  });

describe('progress', () => {
  it('begins where the log ends, and stays there until it has come further', async () => {
    const checkpoints = new InMemoryCheckpointStore();
    expect((await begin(checkpoints)).start).toBe(7);
    expect((await begin(checkpoints, 99)).start).toBe(7);
  });

  it('in an empty log has begun as well, so that nothing that comes before the next start is passed over', async () => {
    const checkpoints = new InMemoryCheckpointStore();
    expect((await begin(checkpoints, 0)).start).toBe(0);
    expect((await begin(checkpoints, 5)).start).toBe(0);
  });

  it('is kept when it is closed', async () => {
    const checkpoints = new InMemoryCheckpointStore();
    const progress = await begin(checkpoints);
    for (const position of [8, 9, 12]) progress.reached(position);
    await progress.close();
    expect((await begin(checkpoints)).start).toBe(12);
  });

  it('waits for a log that is away, at the beginning and later', async () => {
    const kept = new InMemoryCheckpointStore();
    let away = 2;
    let saved: () => void = () => undefined;
    const flaky: CheckpointStore = {
      load: (name) => kept.load(name),
      reset: (name) => kept.reset(name),
      save: async (name, position) => {
        away -= 1;
        if (away >= 0) throw new EventLogUnavailable('away');
        await kept.save(name, position);
        saved();
      },
    };
    const progress = await begin(flaky);
    away = 1;
    const isSaved = new Promise<void>((resolve) => (saved = resolve));
    progress.reached(8);
    await isSaved;
    expect(await kept.load('p')).toBe(9);
    await progress.close();
  });
});
