import { InTurns } from './in-turns.js';

function scene() {
  const said: string[] = [];
  let count = 0;
  const works = new InTurns(async () => {
    count += 1;
    const name = count;
    said.push(`begins ${name}`);
    await Promise.resolve();
    return {
      stop: async () => {
        said.push(`stops ${name}`);
        await Promise.resolve();
      },
    };
  });
  return { said, works };
}

it('a work is begun once and stopped once, however often it is wanted', async () => {
  const { said, works } = scene();
  await Promise.all([works.want(true), works.want(true)]);
  await works.want(true);
  expect(works.work).toBeDefined();
  await Promise.all([works.want(false), works.want(false)]);
  expect(works.work).toBeUndefined();
  expect(said).toEqual(['begins 1', 'stops 1']);
});

it('a work that is not wanted any more before it has begun is stopped', async () => {
  const { said, works } = scene();
  const beginning = works.want(true);
  const stopping = works.want(false);
  expect(works.work).toBeUndefined();
  await Promise.all([beginning, stopping]);
  expect(said).toEqual(['begins 1', 'stops 1']);
});

it('two works never overlap', async () => {
  const { said, works } = scene();
  await works.want(true);
  await Promise.all([works.want(false), works.want(true)]);
  expect(said).toEqual(['begins 1', 'stops 1', 'begins 2']);
});
