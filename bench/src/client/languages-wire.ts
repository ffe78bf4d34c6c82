import type { Target } from './job.js';
import { signToken } from './token.js';
import type { Wire } from './wire.js';

const ROOM = 'bench';
/** The first members are the senders, who post over the socket: Mattermost's clients post over HTTP. */
const FIRST_FEW = 10;

const speaksMattermost = (member: number): boolean => member >= FIRST_FEW && member % 2 === 1;

/** Half of a room speaks Mattermost's language, the others another. */
export const languages = (target: Target, others: Wire): Wire => {
  const bearer = (member: number) => ({
    Authorization: `Bearer ${signToken(`bench-${member}`, target.secret ?? '')}`,
  });
  return {
    ...others,
    path: (member) =>
      speaksMattermost(member) ? '/api/v4/websocket?connection_id=&sequence_number=0' : others.path(member),
    headers: (member) => (speaksMattermost(member) ? bearer(member) : {}),
    prepare: async (member) => {
      if (speaksMattermost(member)) await beMember(target, bearer(member));
    },
    hear: (text, member = 0) => (speaksMattermost(member) ? hearMattermost(text) : others.hear(text, member)),
  };
};

/** Their half asks the server for it. */
export const bareLanguages = (others: Wire): Wire => ({
  ...others,
  path: (member) => `${others.path(member)}${speaksMattermost(member) ? '&numbered=1' : ''}`,
});

function hearMattermost(text: string): { joined?: boolean } {
  if (text.includes('"status":"FAIL"')) throw new Error(`noroshi said ${text.slice(0, 200)}`);
  return text.includes('"event":"hello"') ? { joined: true } : {};
}

/** These clients hear the rooms that they are members of: the room may have to be opened first. */
async function beMember({ host, port }: Target, headers: Readonly<Record<string, string>>): Promise<void> {
  const post = (path: string, body: object) =>
    fetch(`http://${host}:${port}/api/v1/rooms${path}`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  let answer = await post(`/${ROOM}/members`, {});
  if (answer.status === 404) {
    await post('', { id: ROOM, name: ROOM });
    answer = await post(`/${ROOM}/members`, {});
  }
  if (!answer.ok) throw new Error(`nobody can come into the room: ${answer.status} ${await answer.text()}`);
}
