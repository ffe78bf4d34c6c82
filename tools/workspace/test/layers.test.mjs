/** The projects depend on one another only downwards through the layers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { layers } from '../../../eslint.config.mjs';
import { projectGraph } from '../project-graph.mjs';

const may = new Map(layers.map((layer) => [layer.tag, layer.may]));
const specsMay = new Map(layers.map((layer) => [layer.tag, layer.specsMay ?? []]));

/** Every layer below one, by any number of steps: TypeScript's project references are handed on, and Nx counts them. */
const below = (tag, path = []) => {
  assert.ok(!path.includes(tag), `layers go round in a circle: ${[...path, tag].join(' > ')}`);
  return new Set(
    (may.get(tag) ?? []).flatMap((lower) => (lower === tag ? [tag] : [lower, ...below(lower, [...path, tag])])),
  );
};

const projects = projectGraph();
const layerOf = new Map(projects.map(({ name, layer }) => [name, layer]));

test('every project has a known layer and a runtime', () => {
  for (const { name, layer, runtime } of projects) {
    assert.ok(may.has(layer), `${name} has the layer ${layer}`);
    assert.ok(['any', 'node', 'browser'].includes(runtime), `${name} has the runtime ${runtime}`);
  }
});

test('layers never go round in a circle', () => {
  for (const { tag } of layers) below(tag);
});

for (const { name, layer, uses } of projects) {
  test(`${name} depends on lower layers alone (and its specs on testing, and what else they may)`, () => {
    const allowed = new Set([
      ...below(layer),
      ...specsMay.get(layer).flatMap((tag) => [tag, ...below(tag)]),
      'testing',
    ]);
    assert.deepEqual(
      uses.filter((used) => !allowed.has(layerOf.get(used))),
      [],
    );
  });
}
