import type { User } from '../../api/message.js';
import type { Rest } from '../../api/rest.js';
import type { ToCore, Topic } from '../../core/messages.js';
import type { ClientFrame } from '../../wire/client-frame.js';
import type { ServerFrame } from '../../wire/server-frame.js';
import type { Sends } from '../sends.js';

/** What a room has of its client. */
export interface RoomContext {
  readonly post: (message: ToCore) => void;
  /** @throws NoroshiError */
  readonly ask: (frame: ClientFrame) => Promise<readonly ServerFrame[]>;
  readonly listen: (topic: Topic) => void;
  readonly me: () => User | undefined;
  readonly rest: Rest;
  readonly sends: Sends;
}
