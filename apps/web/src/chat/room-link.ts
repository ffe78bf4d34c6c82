import { useQuery } from '../shell/location.js';

const parameter = 'room';

export const roomIn = (query: string): string | undefined => new URLSearchParams(query).get(parameter) ?? undefined;

/** The open room is in the address, so that a link leads to it and the back button leaves it. */
export const useOpenRoom = (): string | undefined => roomIn(useQuery());

export const roomPath = (roomId: string | undefined): string =>
  roomId === undefined ? '/' : `/?${new URLSearchParams({ [parameter]: roomId }).toString()}`;

/** To be given to others. */
export const roomLink = (roomId: string): string => new URL(roomPath(roomId), window.location.href).href;
