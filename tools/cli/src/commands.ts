import type { Command } from './command.js';
import { completion } from './commands/completion.js';
import { connections } from './commands/connections.js';
import { deadLetters } from './commands/dead-letters.js';
import { bench, check } from './commands/hand-on.js';
import { newEpoch } from './commands/new-epoch.js';
import { rebuild } from './commands/rebuild.js';
import { replay } from './commands/replay.js';
import { restore } from './commands/restore.js';
import { rooms } from './commands/rooms.js';
import { send } from './commands/send.js';
import { tail } from './commands/tail.js';
import { token } from './commands/token.js';

/** In the order in which help lists them. */
export const commands: readonly Command[] = [
  ...[tail, send, rooms, connections, token, replay],
  ...[rebuild, deadLetters, restore, newEpoch],
  ...[bench, check, completion(() => commands)],
];
