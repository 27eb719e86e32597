export { startVoice, type Voice } from './support/chromium.js';
export { Person } from './support/person.js';
export { hearsExactly, longestGap, seesMove, usedPaths, watchForGaps } from './support/probes.js';
