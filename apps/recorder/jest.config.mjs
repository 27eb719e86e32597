import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'recorder',
  globalSetup: '@videocall/testing/jest-setup',
  globalTeardown: '@videocall/testing/jest-teardown',
  // Real services on a busy machine; no test waits this long where things go well.
  testTimeout: 30_000,
  // Those run by jest.soak.config.mjs.
  testPathIgnorePatterns: ['/node_modules/', '\\.soak\\.spec\\.ts$'],
};
