import { useEffect } from 'react';
import { useOpenMessage } from '../room-link.js';

/** The message that the address leads to, once: the address is that of the room again, so that the same link leads there anew. */
export function useLinkedMessage(isLoaded: boolean, go: (messageId: string) => void): void {
  const [messageId, arrived] = useOpenMessage();
  useEffect(() => {
    // What is loaded first would take the place of where it leads.
    if (messageId === undefined || !isLoaded) return;
    arrived();
    go(messageId);
  }, [messageId, isLoaded, arrived, go]);
}
