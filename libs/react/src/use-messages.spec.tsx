/** @jest-environment jsdom */
import { jest } from '@jest/globals';
import type { Message } from '@noroshi/client';
import { act, memo, useEffect, type ReactNode } from 'react';
import { useMessages, type Messages } from './use-messages.js';
import { useTyping } from './use-typing.js';
import { HandMadeClient } from './testing/hand-made-client.js';
import type { HandMadeRoom } from './testing/hand-made-room.js';
import { Draws } from './testing/draws.js';
import { Stage } from './testing/stage.js';
import { aMessage } from './testing/values.js';

describe('the messages of a room', () => {
  let room: HandMadeRoom;
  let stage: Stage;
  const draws = new Draws();

  const Row = memo(({ message }: { readonly message: Message }): ReactNode => {
    draws.note(message.content);
    return message.content;
  });
  const List = ({ limit = 20 }: { readonly limit?: number }): ReactNode => {
    const { messages, loading } = useMessages('lobby', { limit });
    return [loading, ...messages.map((message) => <Row key={message.messageId} message={message} />)];
  };

  beforeEach(() => {
    jest.useFakeTimers();
    const client = new HandMadeClient();
    room = client.room('lobby');
    stage = new Stage(client);
    draws.take();
  });
  afterEach(() => {
    stage.clear();
    jest.useRealTimers();
  });

  it('are one window in StrictMode, closed when it is no longer shown', () => {
    stage.show(<List />, { strict: true });
    act(() => jest.runAllTimers());
    expect(room.calls).toEqual(['timeline of 20']);
    stage.clear();
    act(() => jest.runAllTimers());
    expect(room.timelines.map(({ isClosed, subscribers }) => [isClosed, subscribers])).toEqual([[true, 0]]);
  });

  it('are drawn one by one: a new one draws no other', () => {
    stage.show(<List />);
    const [timeline] = room.timelines;
    if (!timeline) throw new Error('No timeline');
    const [first, second] = [aMessage('first'), aMessage('second')];
    act(() => timeline.become({ ...timeline.current, messages: [first] }));
    act(() => timeline.become({ ...timeline.current, messages: [first, second] }));
    expect(draws.take()).toEqual({ first: 1, second: 1 });
    expect(stage.text).toBe('nonefirstsecond');
    act(() => timeline.become({ ...timeline.current, messages: [first, { ...second, content: 'edited' }] }));
    expect(draws.take()).toEqual({ edited: 1 });
  });

  it('are loaded both ways, also by what is asked in the first effect of a child', async () => {
    const Child = ({ messages }: { readonly messages: Messages }): ReactNode => {
      const { jumpTo } = messages;
      useEffect(() => void jumpTo('p9'), [jumpTo]);
      return null;
    };
    let shown: Messages | undefined;
    const Parent = (): ReactNode => {
      shown = useMessages('lobby');
      return <Child messages={shown} />;
    };
    stage.show(<Parent />);
    await act(async () => {
      await shown?.loadOlder();
      await shown?.loadNewer();
      await shown?.jumpToLatest();
    });
    expect(room.calls).toEqual(['timeline of 50', 'to p9', 'older', 'newer', 'latest']);
  });

  it('come from a new window when the size of a page changes', () => {
    stage.show(<List limit={20} />);
    stage.show(<List limit={40} />);
    act(() => jest.runAllTimers());
    expect(room.timelines.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });

  it('are announced by who is typing, and one can say that one is', () => {
    const Typing = (): ReactNode => {
      const { users, setTyping } = useTyping(room);
      useEffect(() => setTyping(true), [setTyping]);
      return users.map(({ name }) => name).join();
    };
    stage.show(<Typing />);
    act(() => room.typing.become([{ userId: 'ben', name: 'Ben' }]));
    expect(stage.text).toBe('Ben');
    expect(room.calls).toContain('typing');
  });
});
