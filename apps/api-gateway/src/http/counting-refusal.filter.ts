import { Catch, type ArgumentsHost } from '@nestjs/common';
import { RefusalFilter, refusalOf } from '@videocall/platform-service';
import type { Observable } from 'rxjs';

/** The filter of every service, which also counts refusals by edge and reason. */
@Catch()
export class CountingRefusalFilter extends RefusalFilter {
  readonly #count: (edge: string, reason: string) => void;

  constructor(count: (edge: string, reason: string) => void) {
    super();
    this.#count = count;
  }

  override catch(error: unknown, host: ArgumentsHost): Observable<unknown> | void {
    this.#count(host.getType() === 'rpc' ? 'grpc' : 'http', refusalOf(error).reason);
    return super.catch(error, host);
  }
}
