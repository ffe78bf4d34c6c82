/** @jest-environment jsdom */
import { connect, keyOf, type Client, type Message, type ServerFrame } from '@noroshi/client';
import { memo, StrictMode, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { NoroshiProvider } from './provider.js';
import { useMessages } from './use-messages.js';
import { usePresence } from './use-presence.js';
import { useRoom } from './use-room.js';
import { useTyping } from './use-typing.js';
import { Draws } from './testing/draws.js';
import { ScriptedSocket } from './testing/scripted-socket.js';

describe('a page on the client as it is', () => {
  const draws = new Draws();
  let client: Client;
  let root: Root;
  let element: HTMLElement;

  const Line = memo(({ message }: { readonly message: Message }): ReactNode => {
    draws.note(message.content);
    return message.content;
  });
  const Messages = (): ReactNode => {
    draws.note('messages');
    return useMessages('lobby').messages.map((message) => <Line key={keyOf(message)} message={message} />);
  };
  const People = (): ReactNode => {
    draws.note('people');
    return `[${usePresence('lobby').count} here]`;
  };
  const Typing = (): ReactNode => {
    draws.note('typing');
    return useTyping('lobby').users.map(({ name }) => `[${name} types]`);
  };
  const Lobby = (): ReactNode => {
    draws.note('lobby');
    return [useRoom('lobby').admission.kind, <Messages key="m" />, <People key="p" />, <Typing key="t" />];
  };

  const show = (shown: ReactNode): void => root.render(<NoroshiProvider client={client}>{shown}</NoroshiProvider>);
  const isShown = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!element.textContent.includes(text)) return;
        observer.disconnect();
        resolve();
      };
      const observer = new MutationObserver(look);
      observer.observe(element, { subtree: true, childList: true, characterData: true });
      look();
    });

  beforeEach(() => {
    client = connect({ url: 'http://server', share: false, webSocket: ScriptedSocket });
    element = document.createElement('div');
    root = createRoot(element);
  });
  afterEach(() => {
    root.unmount();
    client.close();
  });

  const say = (...frames: readonly ServerFrame[]): void => ScriptedSocket.last?.say(...frames);
  const ben = { roomId: 'lobby', userId: 'ben', username: 'Ben', timestamp: new Date(0).toISOString() };
  const message = (content: string, number: number): ServerFrame => ({
    ...{ type: 'message', messageId: `me-${number}`, offset: `e-${number}`, content, messageType: 'text', ...ben },
  });

  it('draws for each event those that show it, and nobody else', async () => {
    show(<Lobby />);
    await isShown('inside');
    await isShown('[1 here]');
    draws.take();

    say(message('first', 2));
    await isShown('first');
    expect(draws.take()).toEqual({ messages: 1, first: 1 });
    say(message('second', 3));
    await isShown('second');
    expect(draws.take()).toEqual({ messages: 1, second: 1 });

    say({ type: 'typing', isTyping: true, ...ben });
    await isShown('[Ben types]');
    expect(draws.take()).toEqual({ typing: 1 });

    say({ type: 'memberJoined', connectionId: 'c2', memberCount: 2, ...ben });
    await isShown('[2 here]');
    expect(draws.take()).toEqual({ people: 1 });
  });

  it('asks to be let in once in StrictMode, and for one page of history', async () => {
    show(
      <StrictMode>
        <Lobby />
      </StrictMode>,
    );
    await isShown('inside');
    say(message('hello', 2));
    await isShown('hello');
    const asked = ScriptedSocket.last?.asked.map(({ action }) => action) ?? [];
    expect(asked.filter((action) => action === 'joinRoom' || action === 'leaveRoom')).toEqual(['joinRoom']);
    expect(asked.filter((action) => action === 'history')).toHaveLength(1);
  });
});
