/** @jest-environment jsdom */
import { jest } from '@jest/globals';
import { act, type ReactNode } from 'react';
import { useRoom } from './use-room.js';
import { HandMadeClient } from './testing/hand-made-client.js';
import type { HandMadeRoom } from './testing/hand-made-room.js';
import { Draws } from './testing/draws.js';
import { Stage } from './testing/stage.js';

describe('being in a room', () => {
  let client: HandMadeClient;
  let room: HandMadeRoom;
  let stage: Stage;
  const draws = new Draws();

  const Visit = ({ id = 'lobby', stay = false }: { readonly id?: string; readonly stay?: boolean }): ReactNode => {
    draws.note('visit');
    const { admission, info } = useRoom(id, { stay });
    return `${admission.kind} ${info?.name ?? ''}`;
  };

  beforeEach(() => {
    jest.useFakeTimers();
    client = new HandMadeClient();
    room = client.room('lobby');
    stage = new Stage(client);
  });
  afterEach(() => {
    stage.clear();
    jest.useRealTimers();
  });

  const graceEnds = (): void => act(() => jest.runAllTimers());

  it('joins once and leaves once in StrictMode, where React mounts, unmounts and mounts again', () => {
    stage.show(<Visit />, { strict: true });
    graceEnds();
    expect(room.calls).toEqual(['join']);
    stage.show(null, { strict: true });
    expect(room.calls).toEqual(['join']);
    graceEnds();
    expect(room.calls).toEqual(['join', 'leave']);
  });

  it('is not left when another component goes into the same room as the first one goes', () => {
    stage.show(<Visit key="one" />);
    stage.show(<Visit key="two" />);
    // The client counts: it is left when as many have left as joined.
    expect(room.calls).toEqual(['join', 'join']);
    graceEnds();
    expect(room.calls).toEqual(['join', 'join', 'leave']);
  });

  it('goes from one room to the other with the id', () => {
    stage.show(<Visit id="lobby" />);
    stage.show(<Visit id="attic" />);
    graceEnds();
    expect(room.calls).toEqual(['join', 'leave']);
    expect(client.room('attic').calls).toEqual(['join']);
  });

  it('may be to stay', () => {
    stage.show(<Visit stay />);
    expect(room.calls).toEqual(['join to stay']);
  });

  it('that was refused is said, not asked for again, and not left', () => {
    room.refuses = true;
    stage.show(<Visit />, { strict: true });
    expect(stage.text).toBe('out ');
    return act(async () => {
      await jest.runAllTimersAsync();
      stage.clear();
      await jest.runAllTimersAsync();
      expect(room.calls).toEqual(['join']);
    });
  });

  it('is drawn again when something is known of the room, not when somebody comes or types', () => {
    stage.show(<Visit />);
    draws.take();
    act(() => {
      room.presence.become({ count: 2, people: [] });
      room.typing.become([{ userId: 'ben', name: 'Ben' }]);
      room.unread.become(1);
    });
    expect(draws.take()).toEqual({});
    const settings = { isPublic: true, maxMembers: 10, allowFileSharing: false };
    act(() => room.info.become({ roomId: 'lobby', name: 'Lobby', ownerId: 'ann', settings }));
    expect(draws.take()).toEqual({ visit: 1 });
    expect(stage.text).toBe('inside Lobby');
  });
});
