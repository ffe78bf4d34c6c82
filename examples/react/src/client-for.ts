import { connect, type Client } from '@noroshi/client';

/**
 * The token says who somebody is. This one is a development token, which Noroshi gives to whoever asks; yours comes from your
 * own server, which knows who has signed in.
 */
async function tokenFor(name: string): Promise<string> {
  const answer = await fetch('/api/v1/dev/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId: name.toLowerCase(), name }),
  });
  if (!answer.ok) throw new Error(`No development token: ${answer.status}`);
  const { token } = (await answer.json()) as { token: string };
  return token;
}

/** Once for each person who signs in, outside of components: it holds the connection. */
export const clientFor = (name: string): Client => connect({ token: () => tokenFor(name) });
