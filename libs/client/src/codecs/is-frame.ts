import type { ServerFrame } from '../wire/server-frame.js';

/** Whether this can be a frame at all: what a server of a later version says is let through, and no more is looked at here. */
export const isFrame = (value: unknown): value is ServerFrame =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
