import { readSettings, SettingsError } from '@noroshi/settings';
import { NotRestored, runRestore, type RestoreReport } from './restore/run-restore.js';

/** Behind `npm run noroshi -- restore`, which has checked the words: the room, and what is given in the environment. */
const [roomId = '', dryRun, json] = process.argv.slice(2);

function told({ stored, before, leftOut, from, to, dryRun: isDry }: RestoreReport): string {
  const left = leftOut > 0 ? ` ${leftOut} are left out: what they are about is not in the archive.` : '';
  const earlier = before > 0 ? ` ${before} were there from an earlier try.` : '';
  const did = isDry ? 'would be stored' : 'are stored';
  return `${roomId}: ${stored} events of ${from} to ${to} ${did}.${earlier}${left}`;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  const { archiveBucket: bucket = '', archiveEndpoint, archiveRegion: region, ...settings } = readSettings(process.env);
  const endpoint = archiveEndpoint === undefined ? {} : { endpoint: archiveEndpoint };
  const { natsUrl: url = '', logReplicas: replicas, logMaxBytes: maxBytes } = settings;
  const log = { url, replicas, maxBytes, news: { info: () => undefined, warn: say } };
  const s3 = { bucket, region, ...endpoint };
  const report = await runRestore({ roomId, s3, log, dryRun: dryRun === 'dry-run' });
  process.stdout.write(`${json === 'json' ? JSON.stringify(report) : told(report)}\n`);
} catch (cause) {
  if (!(cause instanceof NotRestored || cause instanceof SettingsError)) throw cause;
  say(cause.message);
  process.exitCode = 1;
}
