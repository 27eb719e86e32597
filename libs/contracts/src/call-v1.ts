// `videocall.call.v1` spans several proto files; TypeScript sees it as the one package it is.
export * from './generated/videocall/call/v1/call.js';
export * from './generated/videocall/call/v1/call_control_service.js';
export * from './generated/videocall/call/v1/call_service.js';
export * from './generated/videocall/call/v1/capacity_service.js';
export * from './generated/videocall/call/v1/capture_service.js';
export * from './generated/videocall/call/v1/maintenance_service.js';
export * from './generated/videocall/call/v1/media_packet.js';
