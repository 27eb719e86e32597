import e2e from './jest.config.mjs';

/** What takes minutes of a machine that does nothing else: `npm run test:soak -w apps/e2e`. Not part of `npm test`. */
export default { ...e2e, displayName: 'soak', testMatch: ['<rootDir>/src/**/*.soak.spec.ts'] };
