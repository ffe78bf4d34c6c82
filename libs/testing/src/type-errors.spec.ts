import { fileURLToPath } from 'node:url';
import { codeBlocks } from './markdown-code.js';
import { typeErrors } from './type-errors.js';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

it('code that does not compile is told with its place', async () => {
  const code = "import { codeBlocks } from './markdown-code.js';\nconst blocks: number = codeBlocks('');\n";
  const errors = await typeErrors([{ path: path('./nowhere.ts'), code }], path('../tsconfig.json'));
  expect(errors).toEqual([expect.stringContaining('nowhere.ts:2: Type')]);
});

it('the code of a document is what is between its fences', () => {
  const fence = '```';
  const markdown = `# A\n\n${fence}html index.html\n<p>\n\n</p>\n${fence}\n\ntext\n\n${fence}\nnpm start\n${fence}\n`;
  expect(codeBlocks(markdown)).toEqual([
    { language: 'html', note: 'index.html', code: '<p>\n\n</p>\n' },
    { language: '', note: '', code: 'npm start\n' },
  ]);
});
