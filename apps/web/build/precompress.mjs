import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const worthIt = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt']);

const compress = async (path) => {
  const plain = await readFile(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  await Promise.all([
    promisify(brotliCompress)(plain, { params }).then((bytes) => writeFile(`${path}.br`, bytes)),
    promisify(gzip)(plain, { level: 9 }).then((bytes) => writeFile(`${path}.gz`, bytes)),
  ]);
};

/** Beside each file what the gateway sends of it, so that compressing costs nothing while it runs. */
export const precompress = () => ({
  name: 'noroshi:precompress',
  apply: 'build',
  async writeBundle({ dir }) {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    await Promise.all(paths.filter((path) => worthIt.has(extname(path))).map(compress));
  },
});
