/** @jest-environment jsdom */
import { TextDecoder, TextEncoder } from 'node:util';
import { jest } from '@jest/globals';
import { act, type ReactNode } from 'react';
import { hydrateRoot, type Root } from 'react-dom/client';
import { NoroshiProvider } from './provider.js';
import { useConnection } from './use-connection.js';
import { useMessages } from './use-messages.js';
import { useNotifications } from './use-notifications.js';
import { usePresence } from './use-presence.js';
import { useRoom } from './use-room.js';
import { useRooms } from './use-rooms.js';
import { useStream } from './use-stream.js';
import { useTyping } from './use-typing.js';
import { useUnread } from './use-unread.js';
import { HandMadeClient } from './testing/hand-made-client.js';
import { aRoom } from './testing/values.js';

// React's server part asks for them as it is loaded, and jsdom has none.
Object.assign(globalThis, { TextDecoder, TextEncoder, IS_REACT_ACT_ENVIRONMENT: true });
const { renderToString } = await import('react-dom/server');

const Everything = (): ReactNode =>
  [
    useConnection().phase,
    useRoom('lobby').admission.kind,
    useMessages('lobby').loading,
    usePresence('lobby').count,
    useTyping('lobby').users.length,
    useUnread('lobby'),
    useRooms().items.length,
    useNotifications().unreadCount,
    useStream('metrics').items.length,
  ].join(' ');

const page = (client: HandMadeClient): ReactNode => (
  <NoroshiProvider client={client}>
    <Everything />
  </NoroshiProvider>
);

const AT_FIRST = 'connecting outside first 0 0 0 0 0 0';

describe('rendering on the server', () => {
  it('shows what is known at first, asks nothing of the server and hears of nothing', () => {
    const client = new HandMadeClient();
    expect(renderToString(page(client))).toBe(AT_FIRST);
    expect(client.room('lobby').calls).toEqual([]);
    expect(client.streams.watches).toBe(0);
    const lives = [client.state, client.rooms, client.notifications, client.room('lobby').presence];
    expect(lives.map(({ subscribers }) => subscribers)).toEqual([0, 0, 0, 0]);
  });

  it('is taken over in the browser by a client that knows more already, without a difference that React complains of', () => {
    const client = new HandMadeClient();
    client.state.current = { phase: 'connected', transport: 'websocket', connectionId: 'c1' };
    client.rooms.current = { isLoaded: true, items: [aRoom('lobby', 2)] };
    client.room('lobby').unread.current = 2;
    const element = document.createElement('div');
    element.innerHTML = AT_FIRST;
    const complaints = jest.fn();
    let root: Root | undefined;
    act(() => {
      root = hydrateRoot(element, page(client), { onRecoverableError: complaints });
    });
    expect(element.textContent).toBe('connected inside none 0 0 2 1 0 0');
    expect(complaints).not.toHaveBeenCalled();
    act(() => root?.unmount());
  });
});
