import { CliError, type Command } from '../command.js';

/** For a log that was restored from a backup: offsets from after the backup must not be taken for later ones. */
export const newEpoch: Command = {
  name: 'new-epoch',
  usage: [
    [
      'new-epoch',
      'after a backup was put back: tells offsets of before from those of now, and starts the services anew',
    ],
  ],
  run: async ({ api, words, json, out }) => {
    if (words.length > 0) throw new CliError('new-epoch is one word.');
    const { former } = (await api.request('POST', '/log/epoch')) as { former: string };
    out(
      json
        ? JSON.stringify({ former })
        : `Offsets that begin with ${former} are of the former log now. The services start anew.`,
    );
    return 0;
  },
};
