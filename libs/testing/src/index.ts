export { freePort } from './free-port.js';
export { TestCertificates, type TlsFiles } from './test-certificates.js';
