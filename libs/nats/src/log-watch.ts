import { jetstreamManager, type JetStreamManager, type StreamInfo } from '@nats-io/jetstream';
import type { Logger } from '@noroshi/telemetry';
import type { Nats } from './connect.js';
import { beginEpoch, epochOf, type EventLog } from './streams.js';

export interface LogWatchOptions {
  readonly logs: Readonly<Record<string, EventLog>>;
  readonly log: Pick<Logger, 'error'>;
  /** Milliseconds; 2,000 by default, and at every reconnect. */
  readonly everyMs?: number;
}

export interface LogWatch {
  /** Settles with what happened when a log is not the one any more that it was. Positions mean something else from then on. */
  readonly replaced: Promise<string>;
  close(): void;
}

const EVERY_MS = 2_000;
/** A leader of a cluster that has lost the others may answer with less than is stored, for ten seconds at most. */
const CLUSTER_DOUBT_MS = 15_000;

/**
 * Notices a log that was made anew, restored from an older backup, or that has lost its end with a disk: its positions
 * are given a second time. Whoever goes on would tell offsets that mean two things, so the process has to start anew.
 *
 * A log that has lost its end gets another epoch, so that offsets from before are told from those of now. A log that is
 * gone is waited for: perhaps it is being restored.
 */
export function watchLogs(nats: Nats, options: LogWatchOptions): LogWatch {
  const { logs, everyMs = EVERY_MS } = options;
  const watched = Object.values(logs).map((log) => new WatchedLog(nats, log, options.log));
  nats.metrics?.gauge('noroshi_log_position', () =>
    Object.values(logs).map(({ stream, height }) => [{ log: stream }, height.position] as const),
  );
  let tell: (what: string) => void;
  const replaced = new Promise<string>((resolve) => (tell = resolve));
  const checkAll = () => {
    for (const log of watched) void log.check().then((what) => what !== undefined && tell(what));
  };
  const timer = setInterval(checkAll, everyMs);
  const stopListening = nats.onReconnect(checkAll);
  return {
    replaced,
    close: () => {
      clearInterval(timer);
      stopListening();
    },
  };
}

class WatchedLog {
  private checking = false;
  /** Milliseconds since 1970; undefined while it is as high as it was. */
  private lowSince: number | undefined;

  constructor(
    private readonly nats: Nats,
    private readonly log: EventLog,
    private readonly logger: Pick<Logger, 'error'>,
  ) {}

  /** What happened to the log; undefined when it is the same, or when nobody can say. */
  async check(): Promise<string | undefined> {
    if (this.checking || !this.nats.isConnected()) return undefined;
    this.checking = true;
    try {
      return await this.compare(await jetstreamManager(this.nats.connection, { checkAPI: false }));
    } catch {
      // Away, or gone for now: whoever wants something of it is told.
      return undefined;
    } finally {
      this.checking = false;
    }
  }

  private async compare(manager: JetStreamManager): Promise<string | undefined> {
    const { stream, epoch } = this.log;
    const height = this.log.height.position;
    const info = await manager.streams.info(stream);
    this.log.height.met(info.state.last_seq);
    const now = epochOf(info);
    if (now !== epoch) return this.told(`the log ${stream} is another one`, { epoch, now });
    if (info.state.last_seq >= height) this.lowSince = undefined;
    else if (this.isCertain(info)) {
      await beginEpoch(manager, info);
      return this.told(`the log ${stream} has lost its end`, { height, last: info.state.last_seq });
    }
    return undefined;
  }

  private isCertain({ config }: StreamInfo): boolean {
    this.lowSince ??= Date.now();
    return config.num_replicas === 1 || Date.now() - this.lowSince >= CLUSTER_DOUBT_MS;
  }

  private told(what: string, fields: object): string {
    this.logger.error(what, { ...fields });
    return what;
  }
}
