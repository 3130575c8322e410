/** Real PostgreSQL and Redis are found or started once (globalSetup); each test file gets a database of its own from test/kit. */
module.exports = {
  rootDir: __dirname,
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.[mc]?[jt]s$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // These packages ship ES modules only; Jest's own module system cannot require them untransformed.
  transformIgnorePatterns: [
    '/node_modules/(?!(uuid|@prisma/schema-engine-wasm|mdast-[^/]+|micromark[^/]*|unist-[^/]+|decode-named-character-reference|character-entities|ccount|escape-string-regexp|markdown-table|temporal-[^/]+|longest-streak|zwitch|devlop|ruru)/)',
  ],
  setupFiles: ['<rootDir>/test/kit/typescript-threads.js'],
  globalSetup: '<rootDir>/test/kit/global-setup.ts',
  globalTeardown: '<rootDir>/test/kit/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/kit/plain-line-reporter.js'],
  testTimeout: 180_000,
  // In one process the modules of all test files would pile up until its heap is full; a worker that has grown is replaced.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
};
