import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'care',
  globalSetup: '@videocall/testing/jest-setup',
  globalTeardown: '@videocall/testing/jest-teardown',
};
