import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.js';

/** What is in the image as a built page, and not as modules. */
const PAGE = ['apps/web/', 'libs/client/', 'libs/react/'];
const IMPORTED = /(?:from|import|import\()\s*'([^'.][^']*)'/g;

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const isSource = (path: string): boolean => /^\w+\/[\w-]+\/src\/.*\.tsx?$/.test(path);
const isOfTests = (path: string): boolean => /\.spec\.tsx?$|\/testing\//.test(path);

const sources = ['apps', 'libs']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((path) => `${folder}/${String(path)}`))
  .filter((path) => isSource(path) && !isOfTests(path));
const isOfPage = (path: string): boolean => PAGE.some((folder) => path.startsWith(folder));

/** `a/b.css` belongs to `a`, and `@a/b/c` to `@a/b`. */
const packageOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
const importedBy = (paths: readonly string[]): Set<string> =>
  new Set(paths.flatMap((path) => [...read(path).matchAll(IMPORTED)].map(([, name = '']) => packageOf(name))));

describe('the image', () => {
  it('has nothing of what the page alone is made of', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const [ofPage, ofServices] = [
      importedBy(sources.filter(isOfPage)),
      importedBy(sources.filter((path) => !isOfPage(path))),
    ];
    const isOfPageAlone = (name: string) => ofPage.has(name) && !ofServices.has(name);
    const deleted = [...read('Dockerfile').matchAll(/ dependencies\.(\S+)/g)].map(([, name]) => name);
    expect(deleted).toEqual(Object.keys(dependencies).filter(isOfPageAlone).sort());
  });
});
