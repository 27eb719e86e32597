import { createRequire } from 'node:module';

const Sequencer = createRequire(import.meta.url)('@jest/test-sequencer').default;

/** What brings the product up comes first, so that the others find it; then by name. */
export default class BringUpFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => (path.includes('bring-up') ? `0${path}` : `1${path}`);
    return [...tests].sort((one, other) => rank(one).localeCompare(rank(other)));
  }
}
