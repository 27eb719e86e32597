import recorder from './jest.config.mjs';

/** What takes minutes: `npm run test:soak -w apps/recorder`. Not part of `npm test`. */
export default {
  ...recorder,
  displayName: 'soak',
  testMatch: ['<rootDir>/src/**/*.soak.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
