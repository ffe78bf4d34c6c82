import { eventually } from '@noroshi/testing';
import { contentsOf, numbered, receiptsOf, type Person, type Stage } from './client-stage.js';

export function talkIsWhole({ kind: { scene, transport }, enter, network }: Stage): void {
  it('what one says is stored when it resolves, and everybody hears it once and in the same order', async () => {
    const roomId = scene.newRoom();
    const people = await Promise.all(['ann', 'bob', 'cleo'].map((userId) => enter({ userId, roomId })));
    const [ann, bob] = people as [Person, Person];
    expect(await ann.client.state()).toMatchObject({ phase: 'connected', transport });
    const outcomes = await Promise.all([ann.say(...numbered('ann', 20)), bob.say(...numbered('bob', 20))]);
    const receipts = receiptsOf(outcomes.flat());
    await Promise.all(people.map((person) => person.hears(40)));
    const heard = await ann.heard();
    for (const person of people) expect(await person.heard()).toEqual(heard);
    expect(heard.filter((text) => text.startsWith('ann'))).toEqual(numbered('ann', 20));
    expect(new Set(heard).size).toBe(40);
    const history = await bob.client.history(roomId);
    expect(contentsOf(history)).toEqual(heard);
    expect(new Set(history.map(({ offset }) => offset))).toEqual(new Set(receipts.map(({ offset }) => offset)));
  });

  it('what is edited, taken back and reacted to is so for everybody, at once and in history', async () => {
    const roomId = scene.newRoom();
    const [ann, bob] = [await enter({ userId: 'ann', roomId }), await enter({ userId: 'bob', roomId })];
    const [first, second] = [await ann.said('Helo'), await ann.said('Never mind')];
    await Promise.all([ann, bob].map((person) => person.hears(2)));
    expect(await bob.client.edit(roomId, first.messageId, 'mine now')).toEqual({ code: 'not_your_message' });
    expect(await ann.client.edit(roomId, first.messageId, 'Hello')).toHaveProperty('done');
    expect(await ann.client.remove(roomId, second.messageId)).toHaveProperty('done');
    expect(await bob.client.react(roomId, first.messageId, '👍')).toHaveProperty('done');
    const wanted = [
      { messageId: first.messageId, content: 'Hello', reactions: { '👍': ['bob'] } },
      { messageId: second.messageId, content: '', isDeleted: true },
    ];
    for (const { client } of [ann, bob]) {
      await eventually(async () => (await client.shown(roomId))[0]?.reactions['👍'] !== undefined, {
        reason: 'the reaction is shown',
      });
      expect(await client.shown(roomId)).toMatchObject(wanted);
      expect(await client.history(roomId)).toMatchObject(wanted);
    }
  });

  it('whoever types is seen to type by the others, until it is said', async () => {
    const roomId = scene.newRoom();
    const [ann, bob] = [await enter({ userId: 'ann', roomId }), await enter({ userId: 'bob', roomId })];
    const typists = async (): Promise<string[]> => (await bob.client.typing(roomId)).map(({ userId }) => userId);
    await ann.said('May I?');
    // At each key: what a long poll does not hear between two requests is said again.
    const isSeen = async (): Promise<boolean> => {
      await ann.client.setTyping(roomId, true);
      return (await typists()).includes('ann');
    };
    await eventually(isSeen, { reason: 'ann types' });
    expect(await ann.client.typing(roomId)).toEqual([]);
    await ann.said('I may');
    await eventually(async () => (await typists()).length === 0, { reason: 'ann has said it' });
  });

  it('a network that breaks again and again loses nothing and doubles nothing', async () => {
    const roomId = scene.newRoom();
    const near = await enter({ userId: 'near', roomId });
    const far = await enter({ userId: 'far', roomId, isFar: true });
    const sent: ReturnType<Person['say']>[] = [];
    for (let round = 0; round < 4; round += 1) {
      sent.push(far.say(...numbered(`far ${round}`, 8)), near.say(...numbered(`near ${round}`, 8)));
      await near.hears(round * 16 + 10);
      network().cut();
    }
    receiptsOf((await Promise.all(sent)).flat());
    await Promise.all([near.hears(64), far.hears(64)]);
    const heard = await near.heard();
    expect(await far.heard()).toEqual(heard);
    expect(new Set(heard).size).toBe(64);
    await eventually(async () => (await far.shown()).length === 64, { reason: 'the timeline has all' });
    expect(await far.shown()).toEqual(heard);
    expect(await near.stored()).toEqual(heard);
  });

  it('a gateway that is killed in the middle of it all loses nothing and doubles nothing', async () => {
    const roomId = scene.newRoom();
    const people = await Promise.all(numbered('user', 6).map((userId) => enter({ userId, roomId })));
    const texts = (round: string, index: number): string[] => numbered(`${round} by ${index}`, 10);
    const speak = (round: string) => people.map((person, index) => person.say(...texts(round, index)));
    const before = speak('before');
    const former = scene.stack.kill('gateway-2');
    receiptsOf((await Promise.all([...before, ...speak('after')])).flat());
    await Promise.all(people.map((person) => person.hears(120)));
    const heard = await (people[0] as Person).heard();
    expect(new Set(heard).size).toBe(120);
    for (const person of people) expect(await person.heard()).toEqual(heard);
    for (const index of people.keys()) {
      const own = heard.filter((text) => text.includes(`by ${index} `));
      expect(own).toEqual([...texts('before', index), ...texts('after', index)]);
    }
    await scene.stack.isBack('gateway-2', former);
  });
}
