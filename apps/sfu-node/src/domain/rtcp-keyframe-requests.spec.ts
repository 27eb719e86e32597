import { keyframesAsked } from './rtcp-keyframe-requests.js';

const words = (...values: number[]): Buffer => {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => buffer.writeUInt32BE(value >>> 0, index * 4));
  return buffer;
};
const RECEIVER_REPORT = words(0x80c9_0001, 7);
const PLI = words(0x81ce_0002, 7, 1_234);
const FIR = words(0x84ce_0006, 7, 0, 55, 0x0100_0000, 66, 0x0100_0000);

describe('keyframes asked for by RTCP', () => {
  it('are found in a compound packet, by PLI and by FIR', () => {
    expect(keyframesAsked(Buffer.concat([RECEIVER_REPORT, PLI, FIR]))).toEqual([1_234, 55, 66]);
  });

  it('are not found elsewhere', () => {
    const nack = words(0x81cd_0003, 7, 1_234, 0x0001_0000);
    expect(keyframesAsked(Buffer.concat([nack, RECEIVER_REPORT]))).toEqual([]);
    expect(keyframesAsked(PLI.subarray(0, 10))).toEqual([]);
    expect(keyframesAsked(Buffer.concat([RECEIVER_REPORT, PLI.subarray(0, 10)]))).toEqual([]);
  });
});
