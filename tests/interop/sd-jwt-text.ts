import type { EventCopy } from '@trm/case-log'

/** A recipient's copy as SD-JWT text: the JWS and each disclosure, a tilde after each (RFC 9901, 4). */
export function sdJwtText({ jws, disclosures }: EventCopy): string {
  return [jws, ...disclosures, ''].join('~')
}

/** The counterpart of {@link sdJwtText}. */
export function splitSdJwt(text: string): EventCopy {
  const [jws = '', ...disclosures] = text.split('~').slice(0, -1)
  return { jws, disclosures }
}
