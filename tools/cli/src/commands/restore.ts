import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CliError, type Command, type CommandContext, type CommandOptions } from '../command.js';

const BUCKET = /^s3:\/\/([^/]+)\/?$/;

/** Speaks to the log and to the archive, not to a gateway: it is for when nothing else is there any more. */
export const restore: Command = {
  name: 'restore',
  usage: [
    [
      'restore ROOM --from s3://BUCKET --nats nats://HOST:PORT [--dry-run]',
      'puts a room from the archive into a log that does not have it',
    ],
  ],
  run: async ({ words, options, json, root, env }) => {
    const { roomId, bucket, log } = placesOf(words, options, env);
    const entry = join(root, 'apps/analytics/dist/restore.js');
    const child = spawn(process.execPath, [entry, roomId, options.dryRun ? 'dry-run' : '', json ? 'json' : ''], {
      env: { ...env, NATS_URL: log, NOROSHI_ARCHIVE_BUCKET: bucket },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    await once(child, 'exit');
    return child.exitCode ?? 1;
  },
};

function placesOf(words: readonly string[], { from = '', nats }: CommandOptions, env: CommandContext['env']) {
  const [roomId, ...more] = words;
  if (roomId === undefined || more.length > 0) throw new CliError('restore takes one room.');
  const bucket = BUCKET.exec(from)?.[1];
  if (bucket === undefined) throw new CliError('restore needs the archive: --from s3://BUCKET.');
  const log = nats ?? env['NATS_URL'];
  if (!log) throw new CliError('restore needs the log: --nats nats://HOST:PORT, or NATS_URL.');
  return { roomId, bucket, log };
}
