import type { Disconnect } from '../../catalogue.js';
import { sseEvent } from './sse-event.js';

/** The last event of a stream: what a close code says to a socket. */
export const farewell = (disconnect: Disconnect): string => `${sseEvent({ type: 'closed', ...disconnect })}\n`;
