import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { codeBlocks, typeErrors } from '@noroshi/testing';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

it('the code in the README compiles as it stands there', async () => {
  const blocks = codeBlocks(readFileSync(path('../README.md'), 'utf8')).filter(({ language }) => language === 'ts');
  expect(blocks.length).toBeGreaterThan(0);
  const sources = blocks.map(({ code }, index) => ({ path: path(`./readme-${index}.ts`), code }));
  expect(await typeErrors(sources, path('../tsconfig.json'))).toEqual([]);
});
