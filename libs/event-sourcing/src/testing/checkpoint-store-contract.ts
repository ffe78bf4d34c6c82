import type { CheckpointStore } from '../checkpoint-store.js';
import { awkwardNames } from './entity-names.js';
import { useAdapter, type CreateAdapter } from './harness.js';

/** What every checkpoint store promises (`CheckpointStore`). */
export function checkpointStoreContract(create: CreateAdapter<CheckpointStore>): void {
  const checkpoints = useAdapter(create);
  const freshName = () => `projection ${Math.random().toString(36).slice(2)}`;

  describe('a checkpoint', () => {
    it('is 0 until one is saved', async () => {
      expect(await checkpoints().load(freshName())).toBe(0);
    });

    it('is the last one saved', async () => {
      const name = freshName();
      await checkpoints().save(name, 5);
      expect(await checkpoints().load(name)).toBe(5);
      await checkpoints().save(name, Number.MAX_SAFE_INTEGER);
      expect(await checkpoints().load(name)).toBe(Number.MAX_SAFE_INTEGER);
    });

    it('never goes back by saving', async () => {
      const name = freshName();
      await checkpoints().save(name, 7);
      await checkpoints().save(name, 3);
      await checkpoints().save(name, 7);
      expect(await checkpoints().load(name)).toBe(7);
    });

    it('is the latest of many saved at once', async () => {
      const name = freshName();
      const positions = [3, 9, 1, 8, 2];
      await Promise.all(positions.map((position) => checkpoints().save(name, position)));
      expect(await checkpoints().load(name)).toBe(9);
    });

    it('goes back to the start on reset, and can be saved again', async () => {
      const name = freshName();
      await checkpoints().save(name, 7);
      await checkpoints().reset(name);
      expect(await checkpoints().load(name)).toBe(0);
      await checkpoints().save(name, 2);
      expect(await checkpoints().load(name)).toBe(2);
    });

    it('may be reset before it was ever saved', async () => {
      const name = freshName();
      await checkpoints().reset(name);
      expect(await checkpoints().load(name)).toBe(0);
    });

    it('is one for each name', async () => {
      const prefix = freshName();
      for (const [index, name] of awkwardNames.entries()) await checkpoints().save(`${prefix}${name}`, index + 1);
      await checkpoints().reset(prefix);
      const loaded = await Promise.all(awkwardNames.map((name) => checkpoints().load(`${prefix}${name}`)));
      expect(loaded).toEqual(awkwardNames.map((_, index) => index + 1));
    });
  });
}
