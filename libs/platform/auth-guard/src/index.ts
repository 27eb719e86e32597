export { AccessClaims, CaptureTicketClaims, principalOf, PeerTicketClaims, type Principal } from './claims.js';
export { createPublicKeys, type PublicKeys } from './public-keys.js';
export { generateSigningKey, publicKeySet, SigningKey } from './signing-key.js';
export { createTokenSigner, type SignOptions, type TokenSigner } from './token-signer.js';
export { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './token-verifier.js';
