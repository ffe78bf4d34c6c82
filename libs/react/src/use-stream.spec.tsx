/** @jest-environment jsdom */
import { jest } from '@jest/globals';
import { act, type ReactNode } from 'react';
import { useNotifications } from './use-notifications.js';
import { useStream } from './use-stream.js';
import { HandMadeClient } from './testing/hand-made-client.js';
import { Stage } from './testing/stage.js';
import { anAlert } from './testing/values.js';

describe('a stream', () => {
  let client: HandMadeClient;
  let stage: Stage;

  const Alerts = ({ keep }: { readonly keep?: number }): ReactNode => {
    const { items, refused } = useStream('alerts', keep === undefined ? {} : { keep });
    return refused?.code ?? items.map(({ title }) => title).join();
  };

  beforeEach(() => {
    jest.useFakeTimers();
    client = new HandMadeClient();
    stage = new Stage(client);
  });
  afterEach(() => {
    stage.clear();
    jest.useRealTimers();
  });

  it('shows what the server still holds, then what comes, and keeps the last ones', () => {
    client.streams.tell(anAlert('a'), anAlert('b'));
    stage.show(<Alerts keep={3} />);
    expect(stage.text).toBe('a,b');
    act(() => client.streams.tell(anAlert('c'), anAlert('d')));
    expect(stage.text).toBe('b,c,d');
  });

  it('is watched once in StrictMode, not twice what it holds, and no longer than it is shown', () => {
    client.streams.tell(anAlert('a'));
    stage.show(<Alerts />, { strict: true });
    expect(stage.text).toBe('a');
    expect(client.streams.watches).toBe(1);
    stage.show(null);
    act(() => jest.runAllTimers());
    expect(client.streams.watchers).toBe(0);
    stage.show(<Alerts />);
    expect(stage.text).toBe('a');
  });

  it('that is refused says why', () => {
    client.streams.refusal = { code: 'forbidden', message: 'For administrators' };
    stage.show(<Alerts />);
    expect(stage.text).toBe('forbidden');
  });
});

describe('notifications', () => {
  it('are told with how many are unread, and can be read and removed', async () => {
    const client = new HandMadeClient();
    const stage = new Stage(client);
    let list: ReturnType<typeof useNotifications> | undefined;
    const Bell = (): ReactNode => {
      list = useNotifications();
      return list.unreadCount;
    };
    stage.show(<Bell />);
    act(() => client.notifications.become({ items: [], unreadCount: 4 }));
    expect(stage.text).toBe('4');
    await list?.markRead('n1');
    await list?.markAllRead();
    await list?.remove('n1');
    await list?.clear();
    expect(client.notifications.calls).toEqual(['read n1', 'read all', 'remove n1', 'clear']);
    stage.clear();
    expect(client.notifications.subscribers).toBe(0);
  });
});
