import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'api-gateway',
  testTimeout: 30_000,
  globalSetup: '@videocall/testing/jest-setup',
  globalTeardown: '@videocall/testing/jest-teardown',
};
