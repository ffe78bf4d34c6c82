import type { Position } from '@noroshi/event-sourcing';
import type { Nats } from './connect.js';
import { DirectGet } from './direct-get.js';
import type { EventLog } from './streams.js';

/** The position of the last event of a log, 0 when it is empty. @throws EventLogUnavailable */
export const endOfLog = async (nats: Nats, { stream }: EventLog): Promise<Position> =>
  (await new DirectGet(nats, stream).state()).last;
