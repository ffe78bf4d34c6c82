import { parseArgs } from 'node:util';

export interface Options {
  readonly minutes: number;
  readonly seed: string;
  /** Leaves everything running in the end. */
  readonly keep: boolean;
}

export const USAGE = `npm run check:deploy -- [options]: the compose file, on the docker that is here
  --minutes M   of load while containers are killed (2)
  --seed N      what happens is drawn from it (1)
  --keep        leave it running in the end`;

/** @throws Error with one sentence for whoever typed it */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      keep: { type: 'boolean', default: false },
    },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error(`--minutes must be a positive number, not ${values.minutes}`);
  return { minutes, seed: values.seed, keep: values.keep };
}
