import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'e2e',
  setupFiles: [],
  // Two cores carry four pages at once: one file after the other.
  maxWorkers: 1,
  // The synthetic participants' WebRTC stack crashes when Node takes itself apart at a natural end, not at process.exit().
  forceExit: true,
  testTimeout: 60_000,
  testMatch: ['<rootDir>/src/**/*.e2e.spec.ts'],
};
