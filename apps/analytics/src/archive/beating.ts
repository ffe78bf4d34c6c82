import { channels, type ProcessReport } from '@noroshi/domain';
import { connectNats, createBroadcast, type Nats } from '@noroshi/nats';
import { Heartbeat, processName } from '@noroshi/service-host';
import type { Logger } from '@noroshi/telemetry';

export interface BeatingOptions {
  readonly natsUrl: string | undefined;
  readonly role: string;
  readonly logger: Logger;
}

/** Tells dashboards once a second that this process lives, whenever there is NATS to tell it over: it needs it for nothing else. */
export function beating({ natsUrl, role, logger }: BeatingOptions): { stop(): Promise<void> } {
  let nats: Nats | undefined;
  let heartbeat: Heartbeat | undefined;
  let isStopped = false;
  const begin = async (url: string) => {
    nats = await connectNats({ url, name: role, log: logger });
    if (isStopped) return nats.drain();
    const broadcast = createBroadcast(nats);
    const tell = (vitals: ProcessReport) => broadcast.publish(channels.reports, vitals);
    heartbeat = new Heartbeat({ role, name: processName(role), tell });
  };
  // Never fails: it waits for a server however long.
  if (natsUrl !== undefined) void begin(natsUrl);
  return {
    stop: async () => {
      isStopped = true;
      heartbeat?.end();
      await nats?.drain();
    },
  };
}
