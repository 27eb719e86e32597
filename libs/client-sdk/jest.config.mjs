import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'client-sdk' };
