export { startVoice, type Voice } from './support/chromium.js';
export { Person } from './support/person.js';
export { hearsExactly, seesMove, usedPaths } from './support/probes.js';
