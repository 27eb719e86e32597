import { codecOf, sessionDescription } from './session-description.js';

const media = {
  rtpParametersJson: JSON.stringify({
    codecs: [
      { mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2, parameters: { useinbandfec: 1 } },
    ],
  }),
  srtpParametersJson: JSON.stringify({ cryptoSuite: 'AES_CM_128_HMAC_SHA1_80', keyBase64: 'c2VjcmV0' }),
};

describe('the session description of a track', () => {
  it('tells where it is taken, how it is coded and how it is encrypted', () => {
    expect(sessionDescription(media, '10.0.0.7', { rtp: 5_000, rtcp: 5_001 }).split('\r\n')).toEqual([
      'v=0',
      'o=- 0 0 IN IP4 10.0.0.7',
      's=-',
      'c=IN IP4 10.0.0.7',
      't=0 0',
      'm=audio 5000 RTP/SAVP 100',
      'a=rtcp:5001',
      'a=rtpmap:100 opus/48000/2',
      'a=fmtp:100 useinbandfec=1',
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0',
      'a=recvonly',
      '',
    ]);
    expect(codecOf(media)).toMatchObject({ mimeType: 'audio/opus', clockRate: 48_000 });
  });

  it('is not made of what is no media', () => {
    expect(() =>
      sessionDescription({ ...media, rtpParametersJson: '{"codecs":[]}' }, '::1', { rtp: 1, rtcp: 2 }),
    ).toThrow();
  });
});
