import { Controller, Get, NotFoundException, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ASSET_CACHE } from '#pages';
import { Pages } from './pages.js';

/** Styles, scripts and images: for everybody, kept by browsers for ever. */
@Controller('assets')
export class AssetsController {
  constructor(private readonly pages: Pages) {}

  /** The file at this address. */
  @Get('*')
  file(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Buffer {
    const found = this.pages.assets.at(request.url.split('?')[0] as string);
    if (!found) throw new NotFoundException();
    void reply.header('cache-control', ASSET_CACHE).type(found.type);
    return found.body;
  }
}
