import { Controller, Get } from '@nestjs/common';

/** For machines that watch the process. */
@Controller('health')
export class HealthController {
  /** Says that HTTP answers, and by which process. */
  @Get()
  health(): { readonly status: string; readonly process: number } {
    return { status: 'ok', process: process.pid };
  }
}
