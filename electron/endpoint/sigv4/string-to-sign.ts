import { hash } from 'node:crypto'

/**
 * The string to sign of Signature Version 4.
 * `requestTime` is `YYYYMMDDTHHMMSSZ`, `scope` is `{date}/{region}/{service}/aws4_request`, `canonical` has one character a byte.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html#create-string-to-sign
 */
export function stringToSign(requestTime: string, scope: string, canonical: string): string {
  return `AWS4-HMAC-SHA256\n${requestTime}\n${scope}\n${hash('sha256', Buffer.from(canonical, 'latin1'), 'hex')}`
}
