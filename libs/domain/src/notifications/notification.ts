import type { Position } from '@noroshi/event-sourcing';

export type NotificationType = 'info' | 'success' | 'warning' | 'error';

/** What somebody is to be told, whether they are there or not. */
export interface NotificationContent {
  readonly title: string;
  readonly message: string;
  readonly type: NotificationType;
  /** Where to go because of it: `http(s)://…`, or a path of the product's own page. */
  readonly actionUrl?: string;
  readonly actionLabel?: string;
  /** It may be taken off the screen by itself. */
  readonly autoRemove?: boolean;
  /** Milliseconds on the screen. */
  readonly duration?: number;
  /** Where it comes from, when it comes from a room. */
  readonly about?: { readonly roomId: string; readonly message?: Position };
}

/** As its user has it now; known by the position of its `NotificationAdded`. */
export interface Notification extends NotificationContent {
  readonly position: Position;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  readonly read: boolean;
}

const MAX_TITLE = 200;
const MAX_MESSAGE = 4_000;
const MAX_URL = 2_048;
const MAX_LABEL = 100;
/** A day. */
const MAX_DURATION_MS = 86_400_000;

/** Not `javascript:` and the like: a page will make a link of it. A path begins with one slash: two would be another host. */
const link = /^(https?:\/\/[^\s]+|\/(?![/\\])[^\s]*)$/;

/** What keeps a notification from being one, for people; undefined: nothing. */
export function notificationProblem(content: NotificationContent): string | undefined {
  const { title, message, actionUrl, actionLabel, duration } = content;
  const rules: readonly (readonly [string, boolean])[] = [
    [`title has 1 to ${MAX_TITLE} characters`, isText(title, MAX_TITLE)],
    [`message has 1 to ${MAX_MESSAGE} characters`, isText(message, MAX_MESSAGE)],
    ['actionUrl is http://…, https://… or a path', actionUrl === undefined || isLink(actionUrl)],
    [`actionLabel has 1 to ${MAX_LABEL} characters`, actionLabel === undefined || isText(actionLabel, MAX_LABEL)],
    ['duration is in milliseconds, a day at most', duration === undefined || isDuration(duration)],
  ];
  return rules.find(([, holds]) => !holds)?.[0];
}

const isText = (text: string, most: number): boolean => /\S/.test(text) && text.length <= most;
const isLink = (text: string): boolean => text.length <= MAX_URL && link.test(text);
const isDuration = (ms: number): boolean => Number.isInteger(ms) && ms >= 0 && ms <= MAX_DURATION_MS;
