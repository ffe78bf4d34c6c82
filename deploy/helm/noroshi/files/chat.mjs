/**
 * What `helm test` runs: two people come in by the door of the release, talk both ways, and find what they said in the
 * history. Their tokens are made with the key of the release.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

const door = process.env.DOOR;
const key = readFileSync('/run/secrets/noroshi/jwt-secret', 'utf8').trim();
const roomId = `helm-test-${randomUUID()}`;
const PATIENCE_MS = 30_000;

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (user) => {
  const claims = { sub: user, name: user, exp: Math.floor(Date.now() / 1000) + 600 };
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
};

class Person {
  #frames = [];
  #wake = () => undefined;

  constructor(user) {
    this.socket = new WebSocket(`${door.replace(/^http/, 'ws')}/ws`, ['noroshi.v1', `token.${token(user)}`]);
    this.socket.onmessage = ({ data }) => {
      this.#frames.push(JSON.parse(data));
      this.#wake();
    };
  }

  say(frame) {
    this.socket.send(JSON.stringify(frame));
  }

  async hears(wanted) {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const index = this.#frames.findIndex((frame) => Object.entries(wanted).every(([k, v]) => frame[k] === v));
      if (index >= 0) return this.#frames.splice(index, 1)[0];
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`${JSON.stringify(wanted)} did not come: ${JSON.stringify(this.#frames)}`);
      await new Promise((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, left);
      });
    }
  }
}

const [ann, ben] = [new Person('helm-test-ann'), new Person('helm-test-ben')];
for (const person of [ann, ben]) {
  await person.hears({ type: 'connection' });
  person.say({ action: 'joinRoom', roomId });
  await person.hears({ type: 'joinedRoom', roomId });
}
for (const [from, to, content] of [
  [ann, ben, 'The relay is lit.'],
  [ben, ann, 'Seen it.'],
]) {
  from.say({ action: 'message', roomId, content, clientMessageId: randomUUID() });
  await from.hears({ type: 'accepted' });
  await to.hears({ type: 'message', content });
}

const history = async () => {
  const headers = { authorization: `Bearer ${token('helm-test-ann')}` };
  const answer = await fetch(`${door}/api/v1/rooms/${roomId}/messages`, { headers });
  return answer.ok ? (await answer.json()).items.map(({ content }) => content) : [];
};
const deadline = Date.now() + PATIENCE_MS;
let kept = [];
while (kept.length < 2 && Date.now() < deadline) {
  kept = await history();
  await new Promise((resolve) => setTimeout(resolve, 200));
}
if (kept.join(' ') !== 'The relay is lit. Seen it.') throw new Error(`The history holds ${JSON.stringify(kept)}`);
process.stdout.write(`ok: two people talked in ${roomId}, and the history has it\n`);
process.exit(0);
