/**
 * Decodes standard Base64 with padding (RFC 4648 §4). Answers undefined for anything that is not the one
 * canonical spelling of its bytes, so that no two texts mean the same signature or hash.
 */
export function decodeBase64(text: unknown): Buffer | undefined {
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
