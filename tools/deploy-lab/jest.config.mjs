import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'deploy-lab',
  setupFiles: [],
  testPathIgnorePatterns: ['\\.deploy\\.spec\\.ts$'],
};
