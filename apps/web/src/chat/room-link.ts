import { useCallback } from 'react';
import { replaceAddress, useQuery } from '../shell/location.js';

const roomParameter = 'room';
const messageParameter = 'message';

const parameterIn = (query: string, name: string): string | undefined =>
  new URLSearchParams(query).get(name) ?? undefined;

export const roomIn = (query: string): string | undefined => parameterIn(query, roomParameter);

/** The open room is in the address, so that a link leads to it and the back button leaves it. */
export const useOpenRoom = (): string | undefined => roomIn(useQuery());

/** The message that a link to the open room means, and what to call when it is gone to. */
export function useOpenMessage(): readonly [string | undefined, () => void] {
  const query = useQuery();
  const arrived = useCallback(() => replaceAddress(roomPath(roomIn(query))), [query]);
  return [parameterIn(query, messageParameter), arrived];
}

export const roomPath = (roomId: string | undefined, messageId?: string): string =>
  roomId === undefined
    ? '/'
    : `/?${new URLSearchParams({
        [roomParameter]: roomId,
        ...(messageId !== undefined && { [messageParameter]: messageId }),
      }).toString()}`;

/** To be given to others. */
export const roomLink = (roomId: string, messageId?: string): string =>
  new URL(roomPath(roomId, messageId), window.location.href).href;
