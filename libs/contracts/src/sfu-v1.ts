// `videocall.sfu.v1` spans several proto files; TypeScript sees it as the one package it is.
export * from './generated/videocall/sfu/v1/capture_service.js';
export * from './generated/videocall/sfu/v1/media_service.js';
export * from './generated/videocall/sfu/v1/sfu_service.js';
