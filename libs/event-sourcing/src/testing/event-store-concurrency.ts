import type { EventStore } from '../event-store.js';
import type { Position } from '../event.js';
import { freshLanes, noted, type Noted } from './harness.js';

/** The part of the contract that only shows when many write at once. */
export function eventStoreConcurrency(store: () => EventStore<Noted>): void {
  describe('with many writers at once', () => {
    it('lets exactly one of those win who saw the same position', async () => {
      const { control } = freshLanes();
      let position: Position = 0;
      for (let round = 0; round < 10; round += 1) {
        const guard = { lane: control, position };
        const results = await Promise.all(
          Array.from({ length: 8 }, (_, writer) => store().append(control, noted(`${round} ${writer}`), { guard })),
        );
        const won = results.filter((result) => result.stored);
        expect(won).toHaveLength(1);
        position = await store().lastPosition(control);
        const told = results.map((result) => (result.stored ? result.position : result.actual));
        expect(new Set(told)).toEqual(new Set([position]));
      }
      expect(await store().read([control])).toHaveLength(10);
    });

    it('never stores an event behind news of the fence that its writer had not seen', async () => {
      const { control, talk } = freshLanes();
      let seen: Position = 0;
      for (let round = 0; round < 30; round += 1) {
        const guard = { lane: control, position: seen };
        const talking = () => Array.from({ length: 4 }, () => store().append(talk, noted(guard.position), { guard }));
        const before = talking();
        const banning = store().append(control, noted('ban'), { guard });
        const results = await Promise.all([...before, banning, ...talking()]);
        seen = await store().lastPosition(control);
        for (const result of results) if (!result.stored) expect(result.actual).toBe(seen);
      }
      const stored = await store().read([control, talk]);
      const bans = stored.filter(({ lane }) => lane.name === 'control').map(({ position }) => position);
      const posts = stored.filter(({ lane }) => lane.name === 'talk');
      expect(bans).toHaveLength(30);
      expect(posts.length).toBeGreaterThan(0);
      for (const { event, position } of posts) {
        expect(bans.filter((ban) => ban < position).at(-1) ?? 0).toBe(Number(event.note));
      }
    });

    it('stores one event for one key', async () => {
      const { talk } = freshLanes();
      const idempotencyKey = `race ${Math.random()}`;
      const results = await Promise.all(
        Array.from({ length: 20 }, () => store().append(talk, noted('once'), { idempotencyKey })),
      );
      expect(results.filter((result) => result.stored && !result.duplicate)).toHaveLength(1);
      expect(await store().read([talk])).toHaveLength(1);
    });

    it('never shows a later event of one lane without the earlier one of another', async () => {
      const { control, members, talk } = freshLanes();
      const lanes = [talk, control, members];
      const writer = (async () => {
        for (let index = 0; index < 300; index += 1) await store().append(lanes[index % 3] ?? talk, noted(index));
      })();
      for (let seen = 0, reads = 0; seen < 300; reads += 1) {
        const read = await store().read([control, members, talk]);
        expect(read.map(({ event }) => event.note)).toEqual(read.map((_, index) => String(index)));
        expect(reads).toBeLessThan(100_000);
        seen = read.length;
      }
      await writer;
    });

    it('reads back what was acknowledged, at once', async () => {
      const { talk } = freshLanes();
      for (let index = 1; index <= 50; index += 1) {
        await store().append(talk, noted(index));
        expect(await store().read([talk])).toHaveLength(index);
      }
    });
  });
}
