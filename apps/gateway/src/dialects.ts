import {
  chatDescription,
  dashboardDescription,
  mattermostDescription,
  nativeDescription,
  notificationsDescription,
  roomsDescription,
  sseDescription,
  type DialectDescription,
} from '@noroshi/protocol';
import type { Settings } from '@noroshi/settings';

/** Every language that is spoken here, with the paths where it is. */
export const spokenDialects = ({ roomsPaths }: Pick<Settings, 'roomsPaths'>): readonly DialectDescription[] => [
  nativeDescription,
  { ...roomsDescription, paths: roomsPaths },
  chatDescription,
  dashboardDescription,
  notificationsDescription,
  sseDescription,
  mattermostDescription,
];
