import preset from '../../jest.preset.mjs';

/** `npm run test:deploy`: on the running lab, one file after the other. */
export default {
  ...preset,
  displayName: 'deploy',
  setupFiles: [],
  maxWorkers: 1,
  testTimeout: 300_000,
  testMatch: ['<rootDir>/src/**/*.deploy.spec.ts'],
  testSequencer: '<rootDir>/jest.sequencer.mjs',
  verbose: true,
  forceExit: true,
};
