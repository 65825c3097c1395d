import type { ConsumerDeserializer, IncomingRequest } from '@nestjs/microservices';

/**
 * Reads a question to the keeper. Nest answers only what is in its own envelope; members also ask with a bare request,
 * so a question without an envelope gets one. What is not JSON is a question without content.
 */
export const questions: ConsumerDeserializer = {
  deserialize(message: { json(): unknown }, options?: { readonly channel?: string }): IncomingRequest {
    const { id, data } = envelope(message);
    return {
      id: typeof id === 'string' ? id : 'bare',
      pattern: options?.channel ?? '',
      data: data ?? {},
    };
  },
};

function envelope(message: { json(): unknown }): { readonly id?: unknown; readonly data?: unknown } {
  try {
    return message.json() ?? {};
  } catch {
    return {};
  }
}
