import type { Notification } from '@noroshi/client';
import { plainText } from '../markdown/plain-text.js';

/** One about a message has what the message says; what a back end wrote is no Markdown. */
export const wordsOf = ({ message, messageId }: Notification): string =>
  messageId === undefined ? message : plainText(message);
