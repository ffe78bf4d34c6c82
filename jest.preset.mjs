const swc = (parser, transform) => [
  '@swc/jest',
  { jsc: { target: 'es2023', parser, transform }, module: { type: 'es6' }, sourceMaps: 'inline' },
];

/** Jest in native ESM mode: run with NODE_OPTIONS=--experimental-vm-modules. Workspace packages resolve to their sources. */
export const preset = (displayName, overrides = {}) => ({
  displayName,
  rootDir: '.',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/src/**/*.spec.tsx'],
  // Tests wait for events; this is for the event that never comes, also on a machine that does much else.
  testTimeout: 60_000,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['@noroshi/source', 'node', 'node-addons'] },
  transform: {
    '^.+\\.ts$': swc({ syntax: 'typescript', decorators: true }, { legacyDecorator: true }),
    '^.+\\.tsx$': swc({ syntax: 'typescript', tsx: true }, { react: { runtime: 'automatic' } }),
  },
  ...overrides,
});
