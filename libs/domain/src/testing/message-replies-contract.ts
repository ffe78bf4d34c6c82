import type { RecordedEvent } from '@noroshi/event-sourcing';
import type { Actor } from '../actor.js';
import type { MessageHistory } from '../message/message-history.js';
import type { ReplyTo, TalkEvent } from '../room/events.js';
import { at, bob, eve, type CreateHistory } from './talk-scene.js';

const posted = (by: Actor, replyTo?: ReplyTo): TalkEvent => ({
  ...{ type: 'MessagePosted', by, content: 'hi', messageType: 'text' },
  ...(replyTo && { replyTo }),
});
const toEve: ReplyTo = { message: 3, root: 1, author: { id: 'eve', guest: false } };

/** What a `MessageHistory` keeps of answers; a part of its contract. */
export function messageRepliesContract(create: CreateHistory): void {
  describe('an answer', () => {
    let history: MessageHistory;
    const apply = async (...events: readonly RecordedEvent<TalkEvent>[]) => {
      for (const event of events) await history.apply(event);
    };
    const answered = async () =>
      (await history.page({ roomId: 'lobby', limit: 100 })).items.map(({ replyTo }) => replyTo);

    beforeEach(async () => {
      history = await create();
      await apply(at(1, posted(bob)), at(3, posted(eve, { message: 1, root: 1, author: { id: 'bob', guest: false } })));
      await apply(at(4, posted(bob, toEve)));
    });

    it('is read with what it answers, and what answers nothing without', async () => {
      const { items } = await history.page({ roomId: 'lobby', limit: 100 });
      expect(items.map(({ replyTo }) => replyTo?.message)).toEqual([undefined, 1, 3]);
      expect(items.at(-1)?.replyTo).toEqual(toEve);
      expect(items[0]).not.toHaveProperty('replyTo');
    });

    it('is told as the last message of its room', async () => {
      const [room] = await history.overview({ userId: 'eve', rooms: [{ roomId: 'lobby', after: 0 }] });
      expect(room?.last?.replyTo).toEqual(toEve);
    });

    it('has the message that began it among its facts, and nobody else has', async () => {
      expect(await history.facts('lobby', 4)).toMatchObject({ root: 1 });
      expect(await history.facts('lobby', 1)).not.toHaveProperty('root');
    });

    it('stays one when it or what it answers is edited or deleted', async () => {
      await apply(at(5, { type: 'MessageEdited', message: 4, content: 'ho', by: bob }));
      await apply(at(6, { type: 'MessageDeleted', message: 3, by: eve }));
      await apply(at(7, { type: 'MessageDeleted', message: 4, by: bob }));
      expect((await answered()).map((replyTo) => replyTo?.message)).toEqual([undefined, 1, 3]);
    });
  });
}
