import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../stack/bootstrap/root.mjs';

/**
 * The projects and their dependencies as Nx sees them now. Also refreshes the cache from which lint reads them.
 * @returns {{ name: string, root: string, description: string, layer: string, runtime: string, uses: string[] }[]}
 */
export const projectGraph = () => {
  const file = join(root, '.nx/project-graph.json');
  mkdirSync(join(root, '.nx'), { recursive: true });
  execFileSync(process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), 'graph', `--file=${file}`], {
    cwd: root,
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { nodes, dependencies } = JSON.parse(readFileSync(file, 'utf8')).graph;
  const tag = (node, axis) => node.data.tags.find((text) => text.startsWith(`${axis}:`))?.slice(axis.length + 1);
  return Object.values(nodes).map((node) => ({
    name: node.name,
    root: node.data.root,
    description: JSON.parse(readFileSync(join(root, node.data.root, 'package.json'), 'utf8')).description ?? '',
    layer: tag(node, 'layer'),
    runtime: tag(node, 'runtime'),
    uses: (dependencies[node.name] ?? []).map(({ target }) => target).filter((target) => target in nodes),
  }));
};
