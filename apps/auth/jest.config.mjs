import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'auth',
  // Argon2 is slow on purpose, and a busy machine makes it slower.
  testTimeout: 30_000,
  globalSetup: '@videocall/testing/jest-setup',
  globalTeardown: '@videocall/testing/jest-teardown',
};
