export { Logger as PinoNestLogger } from 'nestjs-pino';
export { createLogger, type Logger, type LoggerOptions } from './create-logger.js';
export { loggingModule } from './logging.module.js';
export { answerWithRequestId, requestIdOf } from './request-id.js';
