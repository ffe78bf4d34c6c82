import { onlyWord, secondsOf } from '../arguments/words.js';
import { command } from '../command.js';

const options = {
  name: { type: 'string', value: 'NAME', does: 'how the user is called' },
  role: { type: 'string', value: 'ROLE,ROLE', does: 'roles, such as admin' },
  expires: { type: 'string', short: 'e', value: 'TIME', does: 'how long it is good: 90s, 15m, 12h, 30d (1h)' },
} as const;

export const token = command({
  name: 'token',
  summary: 'makes a token for a user',
  calls: [
    {
      words: 'USER [--name NAME] [--role admin] [--expires 1h]',
      does: 'signed with NOROSHI_JWT_SECRET or the key of the stack on this machine, else a development token',
    },
  ],
  options,
  run: async ({ identity, words, options: { name, role, expires = '1h' }, json, out }) => {
    const userId = onlyWord(words, { command: 'token', word: 'USER' });
    const seconds = secondsOf(expires, '--expires');
    const roles = role?.split(',').map((each) => each.trim());
    const made = await identity.tokenFor({
      ...{ userId, seconds },
      ...(name === undefined ? {} : { name }),
      ...(roles === undefined ? {} : { roles }),
    });
    const expiresAt = new Date(Date.now() + seconds * 1000).toISOString();
    out(json ? JSON.stringify({ token: made.token, expiresAt, source: made.tokenSource }) : made.token);
    return 0;
  },
});
