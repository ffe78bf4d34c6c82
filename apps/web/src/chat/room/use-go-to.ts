import { keyOf } from '@noroshi/client';
import type { Messages } from '@noroshi/react';
import { useCallback, useRef } from 'react';

/** To a place in the history: it is loaded if need be, and then in sight. */
export function useGoTo(messages: Messages, toRow: (key: string) => void): (offset: string) => void {
  const latest = useRef(messages);
  latest.current = messages;
  return useCallback(
    (offset: string) => {
      const keyAt = (): string | undefined => {
        const found = latest.current.messages.find((message) => message.offset === offset);
        return found && keyOf(found);
      };
      const held = keyAt();
      if (held !== undefined) {
        toRow(held);
        return;
      }
      void latest.current.jumpTo(offset).then(() => {
        // The page is drawn before it is looked for.
        requestAnimationFrame(() => {
          const key = keyAt();
          if (key !== undefined) toRow(key);
        });
      });
    },
    [toRow],
  );
}
