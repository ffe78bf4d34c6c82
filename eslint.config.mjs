import nx from '@nx/eslint-plugin';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Who may import whom (docs/architecture.md). `external: []` bans every npm package. */
export const layers = [
  { tag: 'kernel', may: [], external: [] },
  { tag: 'domain', may: ['kernel'], external: [] },
  { tag: 'protocol', may: ['kernel', 'domain'], external: ['typebox', 'typebox/*', 'msgpackr'] },
  { tag: 'hub', may: ['kernel', 'domain', 'protocol'], external: [] },
  { tag: 'adapter', may: ['kernel', 'domain', 'telemetry'] },
  // Published: it brings nothing of the server along. Its specs compare it with the server's schemas.
  { tag: 'client', may: [], specsMay: ['protocol', 'domain'], external: ['@msgpack/msgpack'] },
  { tag: 'react', may: ['client'], external: ['react'] },
  { tag: 'telemetry', may: [] },
  { tag: 'testing', may: [] },
  { tag: 'settings', may: [] },
  { tag: 'host', may: ['telemetry'] },
  { tag: 'tool', may: ['settings', 'telemetry', 'host', 'tool'] },
  { tag: 'app', may: ['kernel', 'domain', 'protocol', 'hub', 'adapter', 'settings', 'telemetry', 'host'] },
  { tag: 'web', may: ['client', 'react'] },
  { tag: 'measure', may: ['testing', 'tool', 'settings', 'client', 'protocol', 'domain'] },
];

const runtimes = [
  { tag: 'any', may: ['any'] },
  { tag: 'node', may: ['any', 'node'] },
  { tag: 'browser', may: ['any', 'browser'] },
];

const boundaries = ({ specs }) => [
  'error',
  {
    allow: [],
    enforceBuildableLibDependency: true,
    depConstraints: [
      ...layers.map(({ tag, may, specsMay = [], external }) => ({
        sourceTag: `layer:${tag}`,
        onlyDependOnLibsWithTags: [...may, ...(specs ? [...specsMay, tag, 'testing'] : [])].map(
          (layer) => `layer:${layer}`,
        ),
        ...(external && !specs ? { allowedExternalImports: external } : {}),
      })),
      ...runtimes.map(({ tag, may }) => ({
        sourceTag: `runtime:${tag}`,
        onlyDependOnLibsWithTags: (specs ? ['any', 'node', 'browser'] : may).map((runtime) => `runtime:${runtime}`),
      })),
    ],
  },
];

const specs = ['**/*.spec.ts', '**/*.spec.tsx', '**/src/testing/**'];

export default tseslint.config(
  { ignores: ['**/dist', '**/.nx', '.noroshi', '**/node_modules', 'tools/workspace/fixtures'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked],
    plugins: { '@nx': nx, 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': boundaries({ specs: false }),
      'import-x/no-cycle': ['error', { maxDepth: 8, ignoreExternal: true }],
      'import-x/no-default-export': 'error',
      complexity: ['error', 8],
      'max-depth': ['error', 3],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 3],
      'no-console': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['libs/event-sourcing/**/*.ts', 'libs/domain/**/*.ts', 'libs/protocol/**/*.ts', 'libs/hub/**/*.ts'],
    ignores: specs,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'This layer is pure: no Node built-ins.' }] },
      ],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'setImmediate', '__dirname'],
    },
  },
  {
    files: specs,
    rules: {
      '@nx/enforce-module-boundaries': boundaries({ specs: true }),
      'max-lines-per-function': 'off',
      // A row of `it.each` has as many columns as the rule it tells.
      'max-params': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
);
