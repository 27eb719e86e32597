// main.ts SECONDS: answers as a time server whose clock is so many seconds ahead of this machine's (SNTP, RFC 4330).
import { createSocket } from 'node:dgram';

const NTP_PORT = 123;
/** Seconds from 1900, where NTP's clock begins, to 1970. */
const NTP_EPOCH = 2_208_988_800;
const ahead = Number(process.argv[2]);

const socket = createSocket('udp4');
socket.on('message', (_request, { address, port }) => {
  const answer = Buffer.alloc(48);
  // Version 4, server, first stratum.
  answer[0] = 0x24;
  answer[1] = 1;
  for (const at of [32, 40]) answer.writeUInt32BE(Math.floor(Date.now() / 1000) + NTP_EPOCH + ahead, at);
  socket.send(answer, port, address);
});
socket.bind(NTP_PORT, () => process.stdout.write('ready\n'));
