import preset from '../../jest.preset.mjs';

// Connections over a real WebRTC stack take their time on a busy machine.
export default { ...preset, displayName: 'sfu-node', testTimeout: 60_000 };
