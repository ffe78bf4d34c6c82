import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onlyWord } from '../arguments/words.js';
import { command, UsageError, type CommandContext } from '../command.js';
import { repositoryOf } from './hand-on.js';

const BUCKET = /^s3:\/\/([^/]+)\/?$/;

const options = {
  from: { type: 'string', value: 's3://BUCKET', does: 'the archive' },
  nats: { type: 'string', value: 'nats://HOST:PORT', does: 'the log (else NATS_URL)' },
  'dry-run': { type: 'boolean', does: 'tell what would be stored, and store nothing' },
} as const;

/** Speaks to the log and to the archive, not to a gateway: it is for when nothing else is there any more. */
export const restore = command({
  name: 'restore',
  summary: 'puts a room from the archive into a log that does not have it',
  calls: [
    { words: 'ROOM --from s3://BUCKET --nats nats://HOST:PORT', does: 'stores it' },
    { words: 'ROOM --from s3://BUCKET --dry-run', does: 'tells what would be stored' },
  ],
  options,
  run: async (context) => {
    const { options: given, json, env } = context;
    const { roomId, bucket, log } = placesOf(context);
    const entry = join(repositoryOf(context, 'restore'), 'apps/analytics/dist/restore.js');
    const child = spawn(process.execPath, [entry, roomId, given['dry-run'] ? 'dry-run' : '', json ? 'json' : ''], {
      env: { ...env, NATS_URL: log, NOROSHI_ARCHIVE_BUCKET: bucket },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    await once(child, 'exit');
    return child.exitCode ?? 1;
  },
});

type Given = CommandContext & {
  readonly options: { readonly from: string | undefined; readonly nats: string | undefined };
};

function placesOf({ words, options: { from = '', nats }, env }: Given) {
  const roomId = onlyWord(words, { command: 'restore', word: 'ROOM' });
  const bucket = BUCKET.exec(from)?.[1];
  if (bucket === undefined) throw new UsageError('restore needs the archive: --from s3://BUCKET.');
  const log = nats ?? env['NATS_URL'];
  if (!log) throw new UsageError('restore needs the log: --nats nats://HOST:PORT, or NATS_URL.');
  return { roomId, bucket, log };
}
