import { LayerDemand } from './layer-demand.js';

describe('the demand that a publisher is told of', () => {
  it('rises at once', () => {
    const demand = new LayerDemand(2);
    demand.update(0, 0);
    demand.update(0, 2_000);
    expect(demand.update(1, 2_100)).toBe(true);
    expect(demand.told).toBe(1);
  });

  it('falls only after it was lower for a while without a break', () => {
    const demand = new LayerDemand(2);
    expect(demand.update(-1, 0)).toBe(false);
    expect(demand.update(2, 1_000)).toBe(false);
    expect(demand.update(-1, 1_500)).toBe(false);
    expect(demand.update(-1, 3_400)).toBe(false);
    expect(demand.update(-1, 3_500)).toBe(true);
    expect(demand.told).toBe(-1);
  });
});
