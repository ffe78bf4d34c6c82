import type { Position } from '@noroshi/event-sourcing';
import type { MessageHistory } from '../message/message-history.js';
import { at, bob, eve, posted, type CreateHistory } from './talk-scene.js';

/** What a `MessageHistory` tells a list of rooms; a part of its contract. */
export function messageOverviewContract(create: CreateHistory): void {
  describe('the overview of some rooms', () => {
    let history: MessageHistory;
    const overview = (rooms: readonly { readonly roomId: string; readonly after: Position }[]) =>
      history.overview({ userId: 'bob', rooms });

    beforeEach(async () => {
      history = await create();
      const said = [
        at(1, posted('a', eve)),
        at(2, posted('b', eve)),
        at(3, posted('elsewhere', bob), 'attic'),
        at(4, posted('c', bob)),
        at(5, posted('d', eve)),
      ];
      for (const recorded of said) await history.apply(recorded);
    });

    it('counts in each what others have said after its own position, and shows what was said last', async () => {
      const found = await overview([
        { roomId: 'attic', after: 0 },
        { roomId: 'lobby', after: 1 },
      ]);
      expect(found).toMatchObject([
        { roomId: 'attic', unreadCount: 0, saidTo: 3, last: { content: 'elsewhere', by: bob } },
        { roomId: 'lobby', unreadCount: 2, saidTo: 5, last: { content: 'd', position: 5 } },
      ]);
    });

    it('shows the last message that is not deleted, as it was last edited', async () => {
      await history.apply(at(6, { type: 'MessageDeleted', message: 5, by: eve }));
      await history.apply(at(7, { type: 'MessageEdited', message: 4, content: 'C', by: bob }));
      expect(await overview([{ roomId: 'lobby', after: 0 }])).toMatchObject([
        { unreadCount: 2, saidTo: 7, last: { content: 'C', position: 4 } },
      ]);
    });

    it('of a room in which nothing was said is empty', async () => {
      expect(await overview([{ roomId: 'cellar', after: 0 }])).toEqual([
        { roomId: 'cellar', unreadCount: 0, saidTo: 0 },
      ]);
    });
  });
}
