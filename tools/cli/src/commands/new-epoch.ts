import { noMore } from '../arguments/words.js';
import { command } from '../command.js';

/** For a log that was restored from a backup: offsets from after the backup must not be taken for later ones. */
export const newEpoch = command({
  name: 'new-epoch',
  summary: 'after a backup was put back: tells offsets of before from those of now',
  calls: [{ words: '', does: 'begins a new epoch of the log, and starts the services anew' }],
  options: {},
  run: async ({ api, words, json, out }) => {
    noMore(words);
    const { former } = (await api.request('POST', '/log/epoch')) as { former: string };
    out(
      json
        ? JSON.stringify({ former })
        : `Offsets that begin with ${former} are of the former log now. The services start anew.`,
    );
    return 0;
  },
});
