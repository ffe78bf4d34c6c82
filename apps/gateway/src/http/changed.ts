import { formatOffset } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';

/** The answer to a wish that was done: where it was stored, if anything had to change. */
export const changed = ({ epoch }: { readonly epoch: string }, position: Position | undefined) => ({
  status: 200 as const,
  body: position === undefined ? {} : { offset: formatOffset(epoch, position) },
});
