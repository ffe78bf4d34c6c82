import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.nx', '.noroshi', 'test-results']);

/** Paths of all Markdown files below a folder. */
export const markdownFiles = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : markdownFiles(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });

const parse = (text) => fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

const nodesOf = (node) => [node, ...(node.children ?? []).flatMap(nodesOf)];

const textOf = (node) => node.value ?? (node.children ?? []).map(textOf).join('');

/** As GitHub makes them of headings: what is said twice gets a number. */
const slugsOf = (headings) => {
  const counts = new Map();
  return headings.map((heading) => {
    const slug = textOf(heading)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
};

const readPage = (path) => {
  const nodes = nodesOf(parse(readFileSync(path, 'utf8')));
  const named = nodes
    .filter(({ type }) => type === 'html')
    .flatMap(({ value }) => [...value.matchAll(/\b(?:id|name)="([^"]+)"/g)].map(([, name]) => name));
  return {
    anchors: new Set([...slugsOf(nodes.filter(({ type }) => type === 'heading')), ...named]),
    links: nodes.filter(({ type }) => ['link', 'image', 'definition'].includes(type)),
  };
};

const isElsewhere = (url) => /^([a-z][a-z+.-]*:|\/\/)/i.test(url);

/**
 * The relative links of all Markdown files below a folder that lead nowhere: to no file, or to no heading of one.
 * @returns {{ problems: string[], checked: number }} for people
 */
export const checkLinks = (folder) => {
  const pages = new Map();
  const pageAt = (path) => {
    if (!pages.has(path)) pages.set(path, readPage(path));
    return pages.get(path);
  };
  const problemOf = (page, url) => {
    const [path, anchor] = url.split('#').map(decodeURIComponent);
    const target = path === '' ? page : join(path.startsWith('/') ? folder : dirname(page), path);
    if (!existsSync(target)) return 'no such file';
    if (anchor === undefined || !target.endsWith('.md') || statSync(target).isDirectory()) return undefined;
    return pageAt(target).anchors.has(anchor) ? undefined : 'no such heading';
  };
  const all = markdownFiles(folder).flatMap((page) =>
    pageAt(page)
      .links.filter(({ url }) => !isElsewhere(url))
      .map((link) => ({ page, link, problem: problemOf(page, link.url) })),
  );
  const problems = all
    .filter(({ problem }) => problem)
    .map(({ page, link, problem }) => `${relative(folder, page)}:${link.position.start.line}: ${link.url}: ${problem}`);
  return { problems, checked: all.length };
};
