import { formatOffset } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';

interface Page {
  readonly items: readonly { readonly position: Position }[];
  readonly more: boolean;
}

interface Asked {
  readonly before?: Position;
  readonly after?: Position;
}

/** `previous`: give it as `before` for what is older; `next`: as `after` for what is newer. Absent where nothing is. */
export function cursorsOf({ items, more }: Page, { before, after }: Asked, epoch: string) {
  const [first, last] = [items.at(0), items.at(-1)];
  const older = after === undefined ? more : after > 0;
  const newer = after === undefined ? before !== undefined : more;
  return {
    ...(first && older ? { previous: formatOffset(epoch, first.position) } : {}),
    ...(last && newer ? { next: formatOffset(epoch, last.position) } : {}),
  };
}
