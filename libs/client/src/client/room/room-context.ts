import type { User } from '../../api/message.js';
import type { Rest } from '../../api/rest.js';
import type { Topic } from '../../core/messages.js';
import type { CoreLink } from '../core-link.js';
import type { Sends } from '../sends.js';

/** What a room has of its client. */
export interface RoomContext {
  readonly link: Pick<CoreLink, 'post' | 'ask'>;
  readonly listen: (topic: Topic) => void;
  readonly me: () => User | undefined;
  readonly rest: Rest;
  readonly sends: Sends;
}
