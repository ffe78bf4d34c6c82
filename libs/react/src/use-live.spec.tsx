/** @jest-environment jsdom */
import type { RoomsState } from '@noroshi/client';
import { act, memo, type ReactNode } from 'react';
import { useConnection } from './use-connection.js';
import { useLive } from './use-live.js';
import { usePresence } from './use-presence.js';
import { useRooms } from './use-rooms.js';
import { useUnread } from './use-unread.js';
import { Cell } from './testing/cell.js';
import { HandMadeClient } from './testing/hand-made-client.js';
import { Draws } from './testing/draws.js';
import { Stage } from './testing/stage.js';
import { aRoom } from './testing/values.js';

describe('a value that changes', () => {
  let client: HandMadeClient;
  let stage: Stage;
  let draws: Draws;

  beforeEach(() => {
    client = new HandMadeClient();
    stage = new Stage(client);
    draws = new Draws();
  });
  afterEach(() => stage.clear());

  it('is drawn again by those who select what changed, and by nobody else', () => {
    const ids = ['attic', 'lobby', 'tower'];
    const Row = memo(({ id }: { readonly id: string }): ReactNode => {
      draws.note(id);
      return useRooms((rooms) => rooms.items.find(({ roomId }) => roomId === id)?.unread);
    });
    const List = (): ReactNode => {
      draws.note('list');
      const order = useRooms((rooms) => rooms.items.map(({ roomId }) => roomId));
      return order.map((id) => <Row key={id} id={id} />);
    };
    const Total = (): ReactNode => {
      draws.note('total');
      return useRooms().items.length;
    };
    client.rooms.current = { isLoaded: true, items: ids.map((id) => aRoom(id)) };
    stage.show([<List key="list" />, <Total key="total" />]);
    expect(draws.take()).toEqual({ list: 1, attic: 1, lobby: 1, tower: 1, total: 1 });

    const [attic, , tower] = client.rooms.current.items;
    if (!attic || !tower) throw new Error('No rooms');
    act(() => client.rooms.become({ isLoaded: true, items: [attic, aRoom('lobby', 7), tower] }));
    expect(draws.take()).toEqual({ lobby: 1, total: 1 });
    expect(stage.text).toBe('0703');

    act(() => client.rooms.become({ isLoaded: true, items: [aRoom('lobby', 7), attic, tower] }));
    expect(draws.take()).toEqual({ list: 1, total: 1 });
  });

  it('is drawn once for one event, wherever it is shown', () => {
    const Unread = ({ id }: { readonly id: string }): ReactNode => {
      draws.note(`unread in ${id}`);
      return useUnread(id);
    };
    const People = ({ id }: { readonly id: string }): ReactNode => {
      draws.note(`people in ${id}`);
      return usePresence(id).count;
    };
    stage.show(
      ['lobby', 'attic'].flatMap((id) => [<Unread key={`unread ${id}`} id={id} />, <People key={id} id={id} />]),
    );
    draws.take();
    act(() => client.room('lobby').unread.become(3));
    expect(draws.take()).toEqual({ 'unread in lobby': 1 });
    act(() => client.room('attic').presence.become({ count: 2, people: [] }));
    expect(draws.take()).toEqual({ 'people in attic': 1 });
    expect(stage.text).toBe('3002');
  });

  it('keeps the selected object while a selector written inline says the same', () => {
    const seen = new Set<unknown>();
    const cell = new Cell({ tags: ['a', 'b'], other: 0 });
    const Tags = ({ round }: { readonly round: number }): ReactNode => {
      const tags = useLive(cell, ({ tags: all }) => all.filter((tag) => tag !== 'x'));
      seen.add(tags);
      draws.note('tags');
      return `${round}${tags.join('')}`;
    };
    stage.show(<Tags round={1} />);
    stage.show(<Tags round={2} />);
    act(() => cell.become({ tags: ['a', 'x', 'b'], other: 1 }));
    expect(seen.size).toBe(1);
    expect(draws.take()).toEqual({ tags: 2 });
    act(() => cell.become({ tags: ['a'], other: 1 }));
    expect(stage.text).toBe('2a');
  });

  it('is selected anew when the selector asks for something else', () => {
    const cell = new Cell<Readonly<Record<string, number>>>({ a: 1, b: 2 });
    const Field = ({ name }: { readonly name: string }): ReactNode => useLive(cell, (value) => value[name]);
    stage.show(<Field name="a" />);
    stage.show(<Field name="b" />);
    expect(stage.text).toBe('2');
    act(() => cell.become({ a: 1, b: 3 }));
    expect(stage.text).toBe('3');
  });

  it('is let go of when it is no longer shown, and taken from another client when that changes', () => {
    const Total = (): ReactNode => useRooms((rooms: RoomsState) => rooms.items.length);
    stage.show(<Total />);
    expect(client.rooms.subscribers).toBe(1);
    stage.show(null);
    expect(client.rooms.subscribers).toBe(0);
  });

  it('tells how the connection is, and tries again when told to', () => {
    const Indicator = (): ReactNode => {
      const connection = useConnection();
      return <button onClick={connection.retryNow}>{connection.phase}</button>;
    };
    stage.show(<Indicator />);
    const reason = { code: 1006, text: '' };
    act(() => client.state.become({ phase: 'waiting', retryAt: 0, isOnline: true, reason }));
    expect(stage.text).toBe('waiting');
    document.body.append(stage.element);
    stage.element.querySelector('button')?.click();
    expect(client.retries).toBe(1);
  });

  it('is refused outside of a provider, with a sentence that says so', () => {
    const Lost = (): ReactNode => useUnread('lobby');
    const alone = new Stage(undefined as unknown as HandMadeClient);
    expect(() => alone.show(<Lost />)).toThrow('inside <NoroshiProvider client={...}> only');
  });
});
