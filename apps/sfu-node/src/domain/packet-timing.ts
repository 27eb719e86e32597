/** When a packet with this RTP timestamp was sent. */
export interface PacketTiming {
  /** Milliseconds since the epoch; parts of one are told. */
  readonly at: number;
  /** 32 bits, in ticks of the codec's clock. */
  readonly rtpTimestamp: number;
}

/** Of some packets of one stream, in order, the one that was held up least on its way. */
export function leastLate(packets: readonly PacketTiming[], clockRate: number): PacketTiming | undefined {
  const [first] = packets;
  if (!first) return undefined;
  const lateness = ({ at, rtpTimestamp }: PacketTiming): number => {
    // Timestamps wrap around.
    const ticks = (rtpTimestamp - first.rtpTimestamp) | 0;
    return at - first.at - (ticks * 1000) / clockRate;
  };
  return packets.reduce((least, packet) => (lateness(packet) < lateness(least) ? packet : least), first);
}
