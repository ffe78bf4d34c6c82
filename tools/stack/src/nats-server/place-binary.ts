import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Puts a fetched nats-server into the tool folder, whole or not at all: another start may be about to run it. */
export const placeBinary = async (from: string, binDir: string): Promise<string> => {
  await mkdir(binDir, { recursive: true });
  const draft = join(binDir, `.nats-server.${process.pid}`);
  const file = join(binDir, 'nats-server');
  await copyFile(from, draft);
  await chmod(draft, 0o755);
  await rename(draft, file);
  return file;
};

/** The file called `nats-server` in an unpacked archive. */
export const findBinary = async (folder: string): Promise<string> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const binary = entries.find((entry) => entry.isFile() && entry.name === 'nats-server');
  if (!binary) throw new Error('the archive has no nats-server');
  return join(binary.parentPath, binary.name);
};

/** Runs `use` with a temporary folder that is removed afterwards. */
export const inTemporaryFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'noroshi-fetch-'));
  try {
    return await use(folder);
  } finally {
    // Go marks its module cache read-only; a folder that cannot be removed is not worth failing for.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
};
