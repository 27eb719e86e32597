import { readRtpHeader } from './rtp-header.js';

const FIXED = Buffer.from([0x80, 101, 0, 1, 0, 0, 0x10, 0, 0, 0, 0x12, 0x34]);

describe('an RTP header', () => {
  it('tells whose the packet is and where its payload lies, past sources, extension and padding', () => {
    expect(readRtpHeader(Buffer.concat([FIXED, Buffer.alloc(5)]))).toEqual({
      ssrc: 0x1234,
      payloadType: 101,
      sequence: 1,
      timestamp: 0x1000,
      marker: false,
      payloadStart: 12,
      payloadEnd: 17,
    });
    expect(readRtpHeader(Buffer.from(FIXED.with(1, 0xe5)))).toMatchObject({ payloadType: 101, marker: true });
    const everything = Buffer.concat([
      FIXED.with(0, 0xb1),
      Buffer.alloc(4),
      Buffer.from([0xbe, 0xde, 0, 1, 0, 0, 0, 0]),
      Buffer.alloc(5),
      Buffer.from([0, 0, 3]),
    ]);
    expect(readRtpHeader(everything)).toMatchObject({ payloadStart: 24, payloadEnd: 29 });
  });

  it('is not read from what is no whole packet', () => {
    expect(readRtpHeader(FIXED.subarray(0, 11))).toBeUndefined();
    expect(readRtpHeader(Buffer.concat([FIXED.with(0, 0x40)]))).toBeUndefined();
    expect(readRtpHeader(Buffer.from(FIXED.with(0, 0x90)))).toBeUndefined();
    expect(readRtpHeader(Buffer.concat([FIXED.with(0, 0xa0), Buffer.from([200])]))).toBeUndefined();
  });
});
