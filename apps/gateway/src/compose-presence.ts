import type { Hub } from '@noroshi/hub';
import type { Settings } from '@noroshi/settings';
import type { Logger } from '@noroshi/telemetry';
import type { Links } from './compose-links.js';
import { serveActivity } from './presence/activity.js';
import { tellIdle } from './presence/idle.js';
import { PresenceReporter } from './presence/presence-reporter.js';

export interface PresenceOptions extends Links {
  readonly settings: Settings;
  readonly gateway: string;
  readonly hub: Hub;
  readonly logger: Logger;
}

export interface Presence {
  readonly presence: PresenceReporter;
  /** To be called once a second or so. */
  sweep(): void;
  /** Settles when the log knows what was told. */
  close(): Promise<void>;
}

/** What tells the others who is connected here. Settles when the log was told that this gateway begins. */
export async function composePresence(options: PresenceOptions): Promise<Presence> {
  const { settings, hub } = options;
  const presence = new PresenceReporter(options);
  const activity = serveActivity(options);
  await presence.introduce();
  return {
    presence,
    sweep: () => tellIdle(hub.sessions(), presence, { awayAfter: settings.awayAfter, now: Date.now() }),
    close: () => {
      activity.close();
      return presence.close();
    },
  };
}
